"""What the office knows of each municipality, side by side: who came from there, where it was, what bodies there owe.

Owns no table but a copy of which activities were held. Counts by what the core, visits and indicators keep; nothing below knows it.
"""
