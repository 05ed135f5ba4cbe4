"""Standing reconciliation: each publisher tells how many events it has and their digest, each consumer compares, names what is
missing, alien or different, and asks for what is missing, which is then published again from the log.

What is said for it goes through the broker as every event, but without a number: a lost word may not hold up the next one. It
stands in the queue behind the events that it tells of, so nobody compares before what is on its way has arrived.
"""
