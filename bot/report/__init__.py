"""The complaint-handling report for management (R4.1.3)."""
