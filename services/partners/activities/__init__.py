"""What the office does so that children and those around them know their rights: planned, announced to anybody, held, counted.

Owns: activities, the numbers that they have, how many children and adults came, and what was handed out. A child is counted and never listed:
no table here has a place for a name. Knows the directory of bodies; nothing below knows it.
"""
