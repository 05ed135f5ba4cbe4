"""What can be done in cooperation."""
