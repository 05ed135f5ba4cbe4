"""What of a table may be told, and how the catalogue is written."""
