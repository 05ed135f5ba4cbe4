"""What cases needs from outside of Python and of its database."""
