"""With whom the office works, and what they agreed: actors, agreements, and what each side took on.

Owns: actors that are no bodies of the directory, agreements with their parties and clauses. A clause is kept or not on the engine of cases alone:
no state, clock or reminder of it stands here. Knows the directory and the numbers of activities; nothing below knows it.
"""
