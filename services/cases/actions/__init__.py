"""What can be done in cases; each function is the work of one transaction and commits nothing itself."""
