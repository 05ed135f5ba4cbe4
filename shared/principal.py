"""Who asks, as rules, audit trail and lists know it. How a request says who it is, is in access.py."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Principal:
    """Who asks. `kind`: public, complainant, staff or partner. For a partner, `institution_id` comes from the credential
    only; for a complainant, `id` is the complaint's.
    """

    kind: str = "public"
    id: UUID | None = None
    roles: frozenset[str] = frozenset()
    institution_id: UUID | None = None
    scopes: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """As the audit trail writes it, such as `staff:<id>`."""
        return f"{self.kind}:{self.id}" if self.id else self.kind
