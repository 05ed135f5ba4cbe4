"""The library: what the office publishes for everybody, with its versions, languages and forms, from the draft to the withdrawal.

Owns: publications, their versions, texts and files. Knows the outlets, by whose feed it tells of them and whose acts it cites. Before its hour
nothing of a version is shown by any query for the public, and no number of a series tells that there is one: each has a random id.
"""
