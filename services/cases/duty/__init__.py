"""Who of the office is on call, how they are reached, and calling them until somebody has looked at what cannot wait.

Owns: shifts, substitutions, contacts of staff, and each call. Knows the core (accounts, walls) alone. Addresses lie in the document
store, and the event that has somebody called names that document.
"""
