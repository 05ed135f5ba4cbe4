"""What the API of gaps and of patterns takes and gives."""
