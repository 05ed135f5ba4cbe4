"""How compliance is counted, and what stood on a past day."""
