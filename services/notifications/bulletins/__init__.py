"""News by mail to whoever asked for it: subscribers, one bulletin a day with news, and its own queue, sender and suppression list.

Owns: subscribers (an encrypted address, a language, clusters; nothing else), bulletins, their mails. Knows the outlets and the library,
of whose acts and publications it tells, and nothing of complaints: a subscriber and a complainant are never found to be one person.
"""
