"""What is done about gaps in law and wrong practices, and about patterns: entering, correcting, linking, deciding."""
