"""What can be asked of indicators."""
