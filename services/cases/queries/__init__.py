"""What can be asked of cases; nothing here writes, but that reading a case leaves its line in the audit trail."""
