"""What can be asked of issues: by the office, by anybody."""
