"""What is searched for, and what was found, as JSON."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from services.cases.incoming.schemas.letters import IncomingList
from services.cases.schemas.acts import ActList
from services.cases.schemas.cases import CaseList, NamedBody
from services.cases.schemas.obligations import ObligationList
from services.cases.visits.schemas.visits import VisitList
from shared.edges import Answer, Query
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class SearchQuery(Query):
    """Words or a number, as people write them."""

    q: Annotated[str, Text(200)]


@dataclass(frozen=True, kw_only=True)
class FoundComplaint(Answer):
    """A complaint of a case that the reader may see."""

    id: UUID
    reference: str
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class FoundBodies(Answer):
    """`more`: not all of them are here."""

    items: tuple[NamedBody, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class FoundPlace(Answer):
    """`municipality`: by what the lists are narrowed to it, the key of a municipality or the name of a county."""

    municipality: str
    name_sq: str
    name_en: str

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class SearchAnswer(Answer):
    """The first few of each kind; `next` is the cursor of that kind's own list with the same `q`. `leads_to`: where the only thing
    is that bears this number; of a complaint that is in no case that the reader sees, the list of intake.
    """

    q: str
    leads_to: str | None
    cases: CaseList
    acts: ActList
    complaints: tuple[FoundComplaint, ...]
    bodies: FoundBodies
    places: tuple[FoundPlace, ...]
    obligations: ObligationList
    incoming: IncomingList
    visits: VisitList
