"""What the office does about letters that others wrote to it, and how their clocks move."""
