"""What the office does with commitments."""
