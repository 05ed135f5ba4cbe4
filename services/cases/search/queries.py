"""What is found for a few words: the first rows of the lists that would be narrowed by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.incoming import queries as incoming
from services.cases.incoming.lists import IncomingListing
from services.cases.incoming.queries import IncomingView
from services.cases.incoming.schemas.letters import IncomingList
from services.cases.lists.acts import ActListing
from services.cases.lists.cases import CaseListing
from services.cases.lists.conditions import COMPLAINTS, act_numbered, numbered, of_complaint, series
from services.cases.lists.obligations import ObligationListing
from services.cases.models import Case, Complaint, Recommendation
from services.cases.queries import acts, cases, obligations
from services.cases.queries.acts import ObligationView
from services.cases.queries.visibility import in_visible_act, in_visible_case, visible_cases
from services.cases.schemas.acts import ActList, ActListed
from services.cases.schemas.cases import CaseLineAnswer, CaseList, NamedBody
from services.cases.schemas.obligations import ObligationList
from services.cases.search.schemas import FoundBodies, FoundComplaint, FoundPlace, SearchAnswer
from services.cases.visits import data as visit_data
from services.cases.visits.lists import VisitListing
from services.cases.visits.lists import numbered as visit_numbered
from services.cases.visits.models import Visit
from services.cases.visits.queries import visits
from services.cases.visits.queries.visibility import known_visits
from services.cases.visits.schemas.visits import VisitLineAnswer, VisitList
from shared.directory import KnownInstitution, counties, holds, municipalities
from shared.lists import Reading
from shared.numbers import as_written, is_written_as_number, meant
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.typed import filled

#: Of each kind so many are shown; the rest is in its own list.
SHOWN = 5


@dataclass(frozen=True)
class Only:
    """The one thing that bears a number. `complaint`: none in a case that the reader sees, so intake has to say; `name` is the
    reference then.
    """

    kind: Literal["case", "act", "visit", "complaint"]
    name: str


@dataclass(frozen=True)
class Found:
    """The first of each kind, as pages show them. `more_bodies`: not all of them are here."""

    cases: Page[CaseLineAnswer]
    acts: Page[ActListed]
    complaints: tuple[FoundComplaint, ...]
    bodies: Sequence[KnownInstitution]
    more_bodies: bool
    places: tuple[FoundPlace, ...]
    obligations: Page[ObligationView]
    incoming: Page[IncomingView]
    visits: Page[VisitLineAnswer]

    @property
    def nothing(self) -> bool:
        pages = (self.cases, self.acts, self.obligations, self.incoming, self.visits)
        return not (any(page.items for page in pages) or self.complaints or self.bodies or self.places)

    def answer(self, words: str, leads_to: str | None) -> SearchAnswer:
        """The same for whoever reads it by the API."""
        named = FoundBodies(items=tuple(NamedBody.of(body) for body in self.bodies), more=self.more_bodies)
        return SearchAnswer(
            q=words,
            leads_to=leads_to,
            cases=CaseList(items=tuple(self.cases.items), next=self.cases.next),
            acts=ActList(items=tuple(self.acts.items), next=self.acts.next),
            complaints=self.complaints,
            bodies=named,
            places=self.places,
            obligations=filled(ObligationList, self.obligations.of(acts.obligation_line)),
            incoming=filled(IncomingList, self.incoming.of(incoming.answer)),
            visits=VisitList(items=tuple(self.visits.items), next=self.visits.next),
        )


def known_series() -> frozenset[str]:
    """Every series of numbers that may lead somewhere from here, that of visits among them."""
    return series() | {visit_data.number_prefix()}


def only(session: Session, words: str, by: Principal) -> Only | None:
    """What bears the number that `words` are, if it is one thing. None for other words, and for a number without its series."""
    if not is_written_as_number(words, known_series()):
        return None
    known = numbered(words) | of_complaint(words)
    named = act_numbered(words) & in_visible_act(by)
    hits = [
        Only("case", str(one)) for one in session.execute(select(Case.id).where(known, visible_cases(by))).scalars()
    ]
    hits += [Only("act", str(one)) for one in session.execute(select(Recommendation.id).where(named)).scalars()]
    visited = select(Visit.id).where(visit_numbered(words), known_visits(by))
    hits += [Only("visit", str(one)) for one in session.execute(visited).scalars()]
    if not hits:
        hits = [Only("complaint", reference) for reference in meant(words, [COMPLAINTS])]
    return hits[0] if len(hits) == 1 else None


def found(session: Session, cursors: Cursors, words: str, reading: Reading) -> Found:
    """The first few of each kind. Searching is not opening: nothing is noted, as for any list."""
    bodies = _bodies(session, words)
    return Found(
        cases=cases.cases(session, cursors, CaseListing(q=words, limit=SHOWN), reading),
        acts=acts.page_of(session, cursors, ActListing(q=words, limit=SHOWN), reading),
        complaints=_complaints(session, words, reading.by),
        bodies=bodies[:SHOWN],
        more_bodies=len(bodies) > SHOWN,
        places=_places(session, words),
        obligations=obligations.page_of(session, cursors, ObligationListing(q=words, limit=SHOWN), reading),
        incoming=incoming.items(session, cursors, IncomingListing(q=words, limit=SHOWN), reading),
        visits=visits.visits(session, cursors, VisitListing(q=words, limit=SHOWN), reading),
    )


def _complaints(session: Session, words: str, by: Principal) -> tuple[FoundComplaint, ...]:
    """Those of visible cases; of all others intake says whether they are there."""
    named = Complaint.reference.in_(as_written(words, [COMPLAINTS]))
    statement = select(Complaint).where(named, in_visible_case(by, Complaint.case_id), Complaint.case_id.is_not(None))
    rows = session.execute(statement.order_by(Complaint.reference).limit(SHOWN)).scalars()
    return tuple(filled(FoundComplaint, row) for row in rows)


def _bodies(session: Session, words: str) -> Sequence[KnownInstitution]:
    """One more than is shown, those that are there first: a body that was merged had letters too."""
    order = (KnownInstitution.active.desc(), KnownInstitution.name_sq, KnownInstitution.id)
    statement = select(KnownInstitution).where(holds(words)).order_by(*order).limit(SHOWN + 1)
    return session.execute(statement).scalars().all()


def _places(session: Session, words: str) -> tuple[FoundPlace, ...]:
    """Municipalities, then counties."""
    keys = KnownInstitution.key.in_(municipalities(words))
    rows = session.execute(
        select(KnownInstitution).where(keys).order_by(KnownInstitution.name_sq).limit(SHOWN)
    ).scalars()
    places = [FoundPlace(municipality=row.key, name_sq=row.name_sq, name_en=row.name_en) for row in rows]
    named = session.execute(counties(words).limit(SHOWN)).scalars()
    return (*places, *(FoundPlace(municipality=name, name_sq=name, name_en=name) for name in named))
