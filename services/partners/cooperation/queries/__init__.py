"""What can be asked of cooperation."""
