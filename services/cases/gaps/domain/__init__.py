"""Where a gap stands, and when cases repeat themselves."""
