"""How work says that it is not its own fault: what store, server and handler raise, and inbox, timers and doors understand."""


class RetryLaterError(Exception):
    """The work cannot be done now, through no fault of what asked for it (a store or a server is away)."""
