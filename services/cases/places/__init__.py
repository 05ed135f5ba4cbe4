"""What the office knows of each municipality, side by side: who came from there, where it was, what bodies there owe.

Owns no table. Counts by what the core, visits and activities keep; nothing below knows it.
"""
