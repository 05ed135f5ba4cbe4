"""What anyone may ask: the published acts and the figures, today or on a past day."""
