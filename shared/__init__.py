"""Plumbing that two services or more use.

A module may live here if it knows no service, has at least two users, and is named after what it is.
Both halves of the first sentence are tests: the import contracts and tests/contracts/test_layout.py.
"""

import gc

# Python looks for garbage after each 700 new objects; what a service imports makes 290,000 that stay: a fifth of its start.
gc.set_threshold(50_000)
