"""How work says that it is not its own fault: what store, server and handler raise, and inbox, timers and doors understand."""

import click


class RetryLaterError(Exception):
    """The work cannot be done now, through no fault of what asked for it (a store or a server is away)."""


class SetBackError(click.ClickException, RetryLaterError):
    """The database was set back, or nobody knows whether it was: nothing may be done with it until a person declares it.

    `kind` is a code (`shared.witness.standing`). A command that meets it ends with its sentence and 3.
    """

    exit_code = 3

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind
