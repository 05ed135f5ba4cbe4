"""What can be asked of commitments, by the office and by anyone."""
