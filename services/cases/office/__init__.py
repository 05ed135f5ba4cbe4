"""Who in the office has which cases, who did what, and what the office tells a child or a parent of their rights.

Knows the core and all that the office works with; only the printed documents stand above it.
"""
