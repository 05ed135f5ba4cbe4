"""What the API of commitments takes and gives, and the file that they come in."""
