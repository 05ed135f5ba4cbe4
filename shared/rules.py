"""How a rule says no, to whatever asked: doors turn it into HTTP (shared/errors.py). The one module of shared/ for a domain."""

from collections.abc import Iterable


class RuleViolation(Exception):
    """The act is not allowed in the present state (HTTP 409).

    `code` is a stable slug; `legal` lists what would be allowed instead, such as the legal steps; `beside`: what stands against it
    besides, where a rule says everything at once; `of`: where many things were asked for in one, the id of the one it is about.
    """

    beside: "tuple[RuleViolation, ...]" = ()
    of: str = ""

    def __init__(self, message: str, *, code: str, legal: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.legal = legal

    @property
    def all(self) -> "tuple[RuleViolation, ...]":
        """The violation itself, and what stands beside it."""
        return (self, *self.beside)


class ContentViolation(RuleViolation):
    """What was sent cannot be accepted in any state (HTTP 422). `field` is its path, such as `items.0.text`."""

    def __init__(self, message: str, *, code: str, field: str) -> None:
        super().__init__(message, code=code)
        self.field = field


class NotFound(Exception):
    """Unknown, or not yours: the same answer (HTTP 404)."""

    def __init__(self) -> None:
        super().__init__("not_found")


class NotAllowed(Exception):
    """The act is another person's to take (HTTP 403); the message says whose."""


def refuse(faults: Iterable[RuleViolation]) -> None:
    """Refuse with the first of these, if there is any; it says the others too."""
    found = tuple(faults)
    if found:
        found[0].beside = found[1:]
        raise found[0]
