"""What the office tells everybody: the acts that the public may read, as a page, a JSON API and Atom feeds.

Owns: the acts as they were heard, with their words for the public while they have any. Decides nothing of what is public: cases does, and
tells it (`cases.public_act.changed`). Knows the core for its base class and its subscriptions alone.
"""
