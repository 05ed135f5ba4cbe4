"""What can be done with a publication."""
