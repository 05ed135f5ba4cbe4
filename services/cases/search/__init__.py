"""One search for whoever works in the office: over numbers, titles, bodies in any spelling and places, within what they may see.

Owns no table. Asks the lists of the core and of what is recommended to the office, and knows nothing that they do not.
"""
