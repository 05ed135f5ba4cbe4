"""The staff's service: what was found, what was asked of whom, and whether it was done.

Owns: cases, investigations, acts (recommendations of every kind), obligations, legal clocks, assessments, staff accounts.
Publishes: cases.case.*, cases.recommendation.*, cases.obligation.*, cases.extension.*, cases.complainant.*, cases.staff.*.
Listens to: complaints received and decided, dispatches and replies of the partner bodies, institutions, what became of messages.
Never holds a child's identity or own words: those stay in intake.
"""
