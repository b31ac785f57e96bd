"""The rules: standard-library values in, values out. Start reading in lifecycle.py."""
