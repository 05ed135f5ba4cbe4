"""What the office is to publish is compared with the sealed files first, by intake, which tells places and never words.

Owns: the looks at texts. Knows of the outlets their subscriptions alone; those who publish ask here whether a text may leave.
"""
