"""What is to be published is compared with the sealed files first, by intake, which tells places and never words.

A service has its own table of looks and its own event that offers a text, with `Looks` and `Steps` over them.
"""
