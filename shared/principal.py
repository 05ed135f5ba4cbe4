"""Who does or asks something. Every action takes it first."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Principal:
    """Who asks. `kind`: public, complainant, staff or partner, or who acts without a log-in, such as `service:cases` or
    `operator:commands`. For a partner, `institution_id` comes from the credential only; for a complainant, `id` is the
    complaint's. `session_id`: the log-in by which a person came, where it is one. `proved_at`: when a second factor was
    last shown in it. `only`: the one letter that a credential reaches, where
    it reaches no other.
    """

    kind: str = "public"
    id: UUID | None = None
    roles: frozenset[str] = frozenset()
    institution_id: UUID | None = None
    scopes: frozenset[str] = frozenset()
    session_id: UUID | None = field(default=None, compare=False)
    only: UUID | None = None
    proved_at: datetime | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """As the audit trail writes it, such as `staff:<id>`."""
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @property
    def person(self) -> UUID:
        """The id of somebody who must be signed in: routes that ask for it let nobody else in."""
        if self.id is None:
            raise AssertionError(f"{self.name} is nobody in particular")
        return self.id

    @property
    def body(self) -> UUID:
        """The id of the institution for which somebody must act: routes that ask for it let nobody else in."""
        if self.institution_id is None:
            raise AssertionError(f"{self.name} acts for no institution")
        return self.institution_id


def service(name: str) -> Principal:
    """A service that acts by itself: by the clock, or because an event told it so. The trail names it `service:<name>`."""
    return Principal(f"service:{name}")
