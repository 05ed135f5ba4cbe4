"""What can be done in intake. Each function is the work of one transaction, which its caller opens and commits."""
