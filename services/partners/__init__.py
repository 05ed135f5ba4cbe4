"""The institutions' service: who they are, what was sent to them, what they took, what they answered.

Owns: institutions and their dated relations, partner people and machines, dispatches, receipts, replies and their evidence.
Publishes: partners.institution.*, partners.dispatch.*, partners.reply.*, partners.extension.*, partners.progress.*,
partners.contacts.*.
Listens to: acts issued and withdrawn, what the clocks said, what the office decided and found, staff, what became of mails.
A body sees its own letters only: every query of a partner goes through queries/wall.py, and PostgreSQL's row security
stands behind it.
"""
