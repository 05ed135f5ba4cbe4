"""What can be asked of gaps and of patterns, by the office and by anyone."""
