"""The staff's service: what was found, what was asked of whom, and whether it was done.

Owns: cases, investigations, acts (recommendations of every kind), obligations, legal clocks, assessments, staff accounts.
Publishes: cases.case.*, .recommendation.*, .obligation.*, .extension.*, .complainant.*, .confirmation.*, .exclusion.*, .staff.*.
Listens to: complaints, tips, messages, confirmations and exclusions of intake, dispatches, replies and reports of the bodies,
institutions, what became of mails.
Never holds a child's identity or own words: those stay in intake.
"""
