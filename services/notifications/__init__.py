"""Every message that leaves by mail or SMS: that something waits, never what.

Owns: which complaint has a channel marked safe, and the delivery table. Addresses are not among it: a complainant's is read
from the contact document when a message is sent, a body's from the copy of the directory.
Publishes: notifications.message.delivered, notifications.message.failed.
Listens to: complaints, cases, acts, clocks, replies, questions to complainants, staff, institutions and their contacts, as the
catalogue lists them.
"""
