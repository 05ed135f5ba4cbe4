"""Plumbing that two services or more use.

A module may live here if it knows no service, has at least two users, and is named after what it is.
Both halves of the first sentence are tests: the import contracts and tests/contracts/test_layout.py.
"""
