"""Backups: the four databases of one instant, then the documents, with a manifest that tells a whole backup from any other.

In this order, since a document is written before the database that names it and never changed: whatever the databases name
at their instant is in the store when it is copied. No key is in a backup: with one of both alone nothing can be read.
"""
