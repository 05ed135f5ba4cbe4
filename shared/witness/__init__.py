"""The witness: a file outside the database that says how far the database has come.

A database that is set back to an earlier time (a backup, a snapshot, a dump) cannot know it by itself. So each second a row
with a random name is committed, *then* the file repeats that name. Whoever finds the file's row gone refuses to work, until a
person declares the restore: the epoch is raised and numbers that were perhaps given are skipped, both out of the file,
which is always written first.
"""
