"""What the office announces is compared with the sealed files first, by intake, which tells places and never words.

Owns: the looks at texts. Knows of what is announced nothing; those who announce ask here whether a text may leave.
"""
