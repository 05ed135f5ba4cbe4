"""The files of a report, made of its content alone: no clock, no database, no network."""
