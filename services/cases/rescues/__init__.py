"""A way back in for somebody of the office who lost their password or their second factor, which no single person can turn into a way in.

Owns: each rescue that was asked for, and what became of it. Knows the core (accounts, log-ins) and the duty (how staff are reached).
Who may agree, and how long is waited where nobody could: services/cases/data/second_factor.yaml.
"""
