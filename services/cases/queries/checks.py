"""What was found in a text that is to leave the office."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.cases.domain.checks import PUBLIC_HOLDS_FOR, CheckState, Look, is_outdated, needs_reason
from services.cases.domain.recommendation import ActStatus, content_hash
from services.cases.lists.held_messages import HeldListing
from services.cases.models import Complaint, ComplaintMessage, Recommendation, RungLetter, TextCheck
from services.cases.queries.visibility import find_case
from services.cases.schemas.checks import CheckAnswer, PlaceAnswer
from shared.events.documents.cases import PlainText
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound
from shared.typed import filled

#: What waits for a check: a message to complainants, or an answer to a body that asked for clarification.
TELL, CLARIFY = "tell", "clarify"
#: What else waits for one: an act, or words for the public, that somebody approved, and an act that somebody issued.
APPROVE, ISSUE = "approve", "issue"
#: What an approval or issue has become whose text turned out to name someone, or that it may: nothing is done, and until they were told
#: it says to whom (`tell`).
FELL = "fell"
HELD = (TELL, CLARIFY)


def complaints_of(session: Session, cases: Collection[UUID]) -> list[str]:
    """The ids of the complaints of these cases, in the order in which checks keep them."""
    rows = select(Complaint.id).where(Complaint.case_id.in_(cases))
    return sorted(str(one) for one in session.execute(rows).scalars())


def cases_of(session: Session, act: Recommendation) -> list[UUID]:
    """The cases whose files an act could name somebody of: its own, and those of all letters that a report to the Assembly is about."""
    told = select(RungLetter.case_id).where(RungLetter.act_id == act.id)
    return sorted({act.case_id, *session.execute(told).scalars()})


def of_act_cases() -> ColumnElement[bool]:
    """The same as a condition on `Complaint`, for a query over acts."""
    told = select(RungLetter.case_id).where(RungLetter.act_id == Recommendation.id).correlate(Recommendation)
    return or_(Complaint.case_id == Recommendation.case_id, Complaint.case_id.in_(told))


def newest(session: Session, text_id: UUID, content_hash: str | None = None) -> TextCheck | None:
    """The newest look at a text; at exactly this content, if it is said."""
    rows = select(TextCheck).where(TextCheck.text_id == text_id)
    if content_hash is not None:
        rows = rows.where(TextCheck.content_hash == content_hash)
    return session.execute(rows.order_by(TextCheck.offered_at.desc(), TextCheck.id).limit(1)).scalar_one_or_none()


def current(
    session: Session, text_id: UUID, content_hash: str, cases: Collection[UUID], apart: Collection[UUID] = ()
) -> TextCheck | None:
    """The newest look at exactly this content, if it was at all that the files of the complaints of these cases hold now. `apart`:
    the complaint whose own author reads it.
    """
    check = newest(session, text_id, content_hash)
    return check if check is not None and covers(session, check, cases, apart) else None


def leaving(
    session: Session,
    text_id: UUID,
    content_hash: str,
    cases: Collection[UUID],
    now: datetime,
    apart: Collection[UUID] = (),
) -> TextCheck | None:
    """The same for a text that leaves now, for good: none if it is to be compared again first. One that is waited for is on its way."""
    check = current(session, text_id, content_hash, cases, apart)
    return check if check is not None and _holds(session, check, now) else None


def _holds(session: Session, check: TextCheck, now: datetime) -> bool:
    if check.checked_at is None:
        return True
    arrived = session.execute(select(_newest_arrival())).scalar()
    return not is_outdated(check.offered_at, check.checked_at, arrived, now)


def _newest_arrival() -> ColumnElement[datetime]:
    """When something arrived last in any file."""
    newest_of = (
        select(func.max(one)).scalar_subquery() for one in (Complaint.received_at, ComplaintMessage.received_at)
    )
    return func.greatest(*newest_of)


def others_of(session: Session, check: TextCheck, cases: Collection[UUID]) -> list[str]:
    """The documents of all other texts about these cases that one of the same readers has or may get, each as it stands now. Drafts
    are among them: of two that are written side by side the later one is compared with the earlier.
    """
    given_up = select(Recommendation.id).where(Recommendation.status == ActStatus.DISCARDED.value)
    rows = (
        select(TextCheck.text_id, TextCheck.document)
        .where(TextCheck.case_id.in_(cases), TextCheck.text_id != check.text_id, TextCheck.text_id.not_in(given_up))
        .where(TextCheck.readers.has_any(cast(check.readers, ARRAY(Text))))
        .order_by(TextCheck.offered_at, TextCheck.id.desc())
    )
    newest_of = {row.text_id: row.document for row in session.execute(rows)}
    return [one for one in dict.fromkeys(newest_of.values()) if one != check.document]


def covers(session: Session, check: TextCheck, cases: Collection[UUID], apart: Collection[UUID] = ()) -> bool:
    """Whether no complaint joined these cases after a look, and nobody who complained wrote since."""
    known = [one for one in complaints_of(session, cases) if one not in {str(other) for other in apart}]
    wrote = select(ComplaintMessage.id).where(
        ComplaintMessage.complaint_id.in_([UUID(one) for one in known]), ComplaintMessage.received_at > check.offered_at
    )
    return check.complaints == known and session.execute(wrote.limit(1)).first() is None


def uncovered(
    text_id: InstrumentedAttribute[UUID], content_hash: InstrumentedAttribute[str], of_cases: ColumnElement[bool]
) -> ColumnElement[bool]:
    """The same for many texts at once: a condition on texts that no look covers. `of_cases`: which complaints are theirs."""
    at = (TextCheck.text_id == text_id, TextCheck.content_hash == content_hash)
    seen = TextCheck.complaints.has_key(cast(Complaint.id, Text))
    later = exists().where(*at, seen, TextCheck.offered_at >= ComplaintMessage.received_at)
    wrote = exists().where(ComplaintMessage.complaint_id == Complaint.id, ~later)
    return or_(~exists().where(*at), exists().where(of_cases, or_(~exists().where(*at, seen), wrote)))


def outlived(
    text_id: InstrumentedAttribute[UUID],
    content_hash: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    now: datetime,
) -> ColumnElement[bool]:
    """A condition on texts that the public reads: the newest look is older than `PUBLIC_HOLDS_FOR`, and something arrived anywhere since, so that
    a child may be named whom no file held then.
    """
    at = (TextCheck.text_id == text_id, TextCheck.content_hash == content_hash)
    young = or_(TextCheck.checked_at.is_(None), TextCheck.checked_at > now - PUBLIC_HOLDS_FOR)
    covered = TextCheck.offered_at >= func.coalesce(_newest_arrival(), TextCheck.offered_at)
    return ~exists().where(*at, or_(young, covered))


def names_nobody(
    text_id: InstrumentedAttribute[UUID], content_hash: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
) -> ColumnElement[bool]:
    """A condition on texts that were let out: by the newest finished look at exactly these words they are not taken back
    (`domain.checks.is_taken_back`).
    """
    look = select(TextCheck.id).where(
        TextCheck.text_id == text_id,
        TextCheck.content_hash == content_hash,
        TextCheck.state == CheckState.CHECKED.value,
    )
    last = look.order_by(TextCheck.offered_at.desc(), TextCheck.id).limit(1).correlate_except(TextCheck)
    return exists().where(and_(TextCheck.id == last.scalar_subquery(), needs_none()))


def needs_none() -> ColumnElement[bool]:
    """`needs_reason` as a condition on finished looks, the other way round."""
    return or_(~or_(TextCheck.stops > 0, TextCheck.asks > 0), TextCheck.reason.is_not(None))


def look_of(check: TextCheck | None) -> Look | None:
    if check is None:
        return None
    return Look(CheckState(check.state), check.stops, check.reason or "", check.asks, check.alone)


def fell_of(check: TextCheck | None) -> str | None:
    """What was wanted of a text before it was compared, and fell with what was found."""
    then = (check.then if check else None) or {}
    return str(then["what"]) if then.get("do") == FELL else None


def held(session: Session, cursors: Cursors, case_id: UUID, asked: HeldListing, reading: Reading) -> Page[TextCheck]:
    """One page of the messages that wait to be compared, or for a reason; oldest first."""
    rows = select(TextCheck).where(TextCheck.case_id == case_id, TextCheck.then["do"].astext.in_(HELD))
    return page_of(session, cursors, rows, asked, reading, [TextCheck.offered_at, TextCheck.id])


def find_held(session: Session, check_id: UUID, principal: Principal) -> TextCheck:
    """One of them, itself and its case locked, so that of two who do something with it at once one finds it no more. Raises
    `NotFound`; also for one that was let go and is on its way.
    """
    check = session.get(TextCheck, check_id, with_for_update=True, populate_existing=True)
    if check is None or check.case_id is None or (check.then or {}).get("do") not in HELD or check.reason is not None:
        raise NotFound
    find_case(session, check.case_id, principal, lock=True)
    return check


def answer_of(check: TextCheck | None) -> CheckAnswer | None:
    """The same for whoever reads it by the API."""
    return None if check is None else answer(check)


def answer(check: TextCheck) -> CheckAnswer:
    """The same of one that there is."""
    places = tuple(PlaceAnswer(**one) for one in check.places)
    then, fell = (check.then or {}).get("do"), fell_of(check)
    return filled(
        CheckAnswer,
        check,
        places=places,
        needs_reason=needs_reason(look_of(check)),
        then=None if fell else then,
        fell=fell,
    )


def hash_of(words: PlainText) -> str:
    """The digest of a text that has a title and words, as its check names it."""
    return content_hash({"title": words.title, "text": words.text})
