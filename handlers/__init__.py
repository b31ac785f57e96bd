"""What happens when …: one small file per reason."""
