"""The public register: what was asked of whom, what became of it, and the figures, on any past day too.

Knows the core; nothing below knows it.
"""
