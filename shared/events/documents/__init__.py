"""The JSON documents that events name and that other services read: a file for each publisher, as in the catalogue."""
