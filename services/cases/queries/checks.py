"""What was found in a text that is to leave the office."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.checks import CheckState, Look
from services.cases.domain.recommendation import content_hash
from services.cases.models import Complaint, Recommendation, RungLetter, TextCheck
from services.cases.queries.visibility import find_case
from services.cases.schemas.checks import CheckAnswer, PlaceAnswer
from shared.events.documents.cases import PlainText
from shared.principal import Principal
from shared.rules import NotFound
from shared.typed import filled

#: What waits for a check: a message to complainants.
TELL = "tell"


def complaints_of(session: Session, cases: Collection[UUID]) -> list[str]:
    """The ids of the complaints of these cases, in the order in which checks keep them."""
    rows = select(Complaint.id).where(Complaint.case_id.in_(cases))
    return sorted(str(one) for one in session.execute(rows).scalars())


def cases_of(session: Session, act: Recommendation) -> list[UUID]:
    """The cases whose files an act could name somebody of: its own, and those of all letters that a report to the Assembly is about."""
    told = select(RungLetter.case_id).where(RungLetter.act_id == act.id)
    return sorted({act.case_id, *session.execute(told).scalars()})


def current(session: Session, text_id: UUID, content_hash: str, cases: Collection[UUID]) -> TextCheck | None:
    """The newest look at exactly this content, if it was at the files of all complaints that the cases have now."""
    rows = (
        select(TextCheck)
        .where(TextCheck.text_id == text_id, TextCheck.content_hash == content_hash)
        .order_by(TextCheck.offered_at.desc(), TextCheck.id)
        .limit(1)
    )
    check = session.execute(rows).scalar_one_or_none()
    return check if check is not None and check.complaints == complaints_of(session, cases) else None


def look_of(check: TextCheck | None) -> Look | None:
    return None if check is None else Look(CheckState(check.state), check.stops, check.reason or "")


def held(session: Session, case_id: UUID) -> list[TextCheck]:
    """Messages to complainants that wait to be compared, or for a reason; oldest first."""
    rows = select(TextCheck).where(TextCheck.case_id == case_id, TextCheck.then["do"].astext == TELL)
    return list(session.execute(rows.order_by(TextCheck.offered_at, TextCheck.id)).scalars())


def find_held(session: Session, check_id: UUID, principal: Principal) -> TextCheck:
    """One of them, with its case locked. Raises `NotFound`."""
    check = session.get(TextCheck, check_id)
    if check is None or check.case_id is None or (check.then or {}).get("do") != TELL:
        raise NotFound
    find_case(session, check.case_id, principal, lock=True)
    return check


def answer_of(check: TextCheck | None) -> CheckAnswer | None:
    """The same for whoever reads it by the API."""
    if check is None:
        return None
    return filled(CheckAnswer, check, places=tuple(PlaceAnswer(**one) for one in check.places))


def hash_of(words: PlainText) -> str:
    """The digest of a text that has a title and words, as its check names it."""
    return content_hash({"title": words.title, "text": words.text})
