"""The rules of indicators and their figures."""
