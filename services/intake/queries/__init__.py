"""What can be asked of intake. Nothing here writes, and nothing here reads a sealed value but the mailbox, for its owner."""
