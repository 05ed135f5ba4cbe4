"""What the API of incoming letters takes and gives, and the file that they come in."""
