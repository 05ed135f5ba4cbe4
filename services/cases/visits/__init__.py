"""Visits: places where children live, learn or are held, looked at with a checklist. So far the wing holds the checklists alone; visits
themselves, their answers and what is drafted of them are not built.
"""
