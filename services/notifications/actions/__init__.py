"""What changes in notifications: notices come into being, and are sent or fail."""
