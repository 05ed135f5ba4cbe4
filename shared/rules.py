"""How a rule of the domain says no. The one module of shared/ that a domain may import."""


class RuleViolation(Exception):
    """The act is not allowed in the present state (HTTP 409).

    `code` is a stable slug; `legal` lists what would be allowed instead, such as the legal steps.
    """

    def __init__(self, message: str, *, code: str, legal: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.legal = legal


class ContentViolation(RuleViolation):
    """What was sent cannot be accepted in any state (HTTP 422). `field` is its path, such as `items.0.text`."""

    def __init__(self, message: str, *, code: str, field: str) -> None:
        super().__init__(message, code=code)
        self.field = field
