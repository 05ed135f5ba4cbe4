"""What is done about signed agreements."""
