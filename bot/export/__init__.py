"""The ledger as a workbook (R2.2.3)."""
