"""Months in a minute: bodies that stay silent are walked up every rung of the ladder, through the services' own doors."""
