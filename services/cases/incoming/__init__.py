"""Recommendations that other institutions make to the office, and what it did about each.

Knows the core; nothing below knows it.
"""
