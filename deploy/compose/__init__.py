"""Steps that a compose installation runs once: its secrets, the users and the topology of its broker."""
