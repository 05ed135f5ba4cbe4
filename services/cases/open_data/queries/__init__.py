"""What is told of each set, and what was."""
