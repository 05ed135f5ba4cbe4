"""What can be done with visits."""
