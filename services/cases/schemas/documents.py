"""What cases keeps in the document store for itself."""

from dataclasses import dataclass
from uuid import UUID

from shared.edges import Document


@dataclass(frozen=True, kw_only=True)
class WrittenText(Document):
    """What a person of the office wrote: the words of a row that holds codes alone. Read of what says none, it is empty."""

    text: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterBasis(Document):
    """What the system wrote for a rung on the day on which it was drafted, or a person wrote in its place: on what their words rest. Of an act
    `items` and `evidence`, what is asked and what would show it; of one report about many, of which `letters`, in their order: its title and
    its items are a person's. `beside`: what goes along and would change with the facts.
    """

    title: str = ""
    text: str = ""
    items: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    letters: tuple[UUID, ...] = ()
    beside: tuple[str, ...] = ()
