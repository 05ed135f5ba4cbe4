"""What partners' API takes and gives."""
