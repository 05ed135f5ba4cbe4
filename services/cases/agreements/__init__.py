"""Agreements that the office signed, as cases hears of them: what bodies took on goes out as a letter, what the office took on stands among what it owes.

Owns: a copy of each signed agreement and its clauses, fed by events from partners. Knows the core and the recommendations to the office; a clause
is an item of an obligation or of an incoming document, and has no state of its own.
"""
