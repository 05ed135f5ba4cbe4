"""Gaps in the law and wrong practices, and the patterns of cases that point to them.

Knows the core and the published figures; nothing below knows it.
"""
