"""What cases keeps in the document store for itself."""

from dataclasses import dataclass

from shared.edges import Document


@dataclass(frozen=True, kw_only=True)
class WrittenText(Document):
    """What a person of the office wrote: the words of a row that holds codes alone. Read of what says none, it is empty."""

    text: str = ""
