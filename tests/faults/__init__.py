"""What the messaging promises while processes are killed, servers vanish and the broker is full."""
