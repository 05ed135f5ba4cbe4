"""The door for children and whoever speaks for them: complaints, and the way back to the one who complained.

Owns: complaints, sealed identities, evidence handed in, the decision on admissibility, the mailbox behind the receipt code.
Publishes: intake.complaint.*, .message.*, .tip.*, .information.*, .confirmation.*, .exclusion.*, .release.*.
Listens to: cases opened and closed, acts sent, what was assessed, questions and messages of the office, exclusions, institutions,
staff, what became of mails.
The only service that holds a child's identity or own words; nothing of them leaves it in an event.
"""
