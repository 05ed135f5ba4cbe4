"""What can be asked of activities: by the office, by anybody."""
