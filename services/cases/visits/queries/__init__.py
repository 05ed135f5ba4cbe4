"""What can be asked of visits."""
