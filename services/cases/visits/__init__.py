"""Visits: planning them, what is asked on them, what was answered, and what of it becomes findings and an act.

Knows the core, whose steps it takes; nothing below knows it. It has no status of compliance, no clock, no letter of its own.
"""
