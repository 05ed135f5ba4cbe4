"""The office's open data: which sets there are, each table as it was published, and a catalogue of them (DCAT-AP 3).

Owns: what was published of a table, edition by edition. Counts nothing itself: it tells what the register, the children's figures and the
indicators count, without what would give a child away. Knows the core, the register and the indicators; nothing below knows it.
"""
