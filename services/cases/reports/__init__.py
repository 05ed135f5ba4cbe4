"""Reports: chapters of words and of figures that were frozen, and the files that are made of both.

Knows the core, whose drafts it files, and the figures of the register; nothing below knows it. It counts nothing by itself, and has no clock and
no letter of its own.
"""
