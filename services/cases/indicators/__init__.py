"""Indicators: what is counted of children's lives and how, the figures that were observed, and the bodies that are asked for them.

Knows the core, whose requests for information it sends; nothing below knows it. It has no status of compliance, no clock, no letter and no
reminder of its own: a body that is asked for figures owes a reply as it owes any.
"""
