"""What the other services tell of a complaint's case, put where the complainant can read it.

The rows hold ids and codes, not words: the words are put together when they are read, in the reader's language.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.data.wording import OF_ITEMS, BeforeFacts, Facts, ItemFacts
from services.intake.domain.decisions import INADMISSIBLE
from services.intake.domain.standing import IN_CASE, STAGES
from services.intake.models import Complaint, Message
from services.intake.queries import lookup
from shared import audit
from shared.events.catalogue import (
    CaseClosed,
    CaseMoved,
    CaseOpened,
    ComplainantInformed,
    ComplainantNotTold,
    MailboxFilled,
    ObligationAnswered,
    ObligationAssessed,
    ObligationStood,
    RecommendationIssued,
    RecommendationWithdrawn,
)
from shared.events.catalogue.cases import IssuedAddressee
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.typed import dump, filled, load

log = logging.getLogger(__name__)
#: Notices of whose cause notifications hears by itself.
HEARD_OF = frozenset(
    {
        "case_opened",
        "information_wanted",
        "case_reopened",
        "case_followed_up",
        "case_closed",
        "case_followed",
        "informed",
        "reopened",
    }
)


def case_opened(by: Principal, session: Session, event: CaseOpened, *, now: datetime) -> None:
    """Those that were joined meanwhile go along: which of the two came first does not matter."""
    joined = select(Complaint.id).where(Complaint.joined_to.in_(event.complaints), Complaint.status == "joined")
    everyone = {*event.complaints, *session.execute(joined).scalars()}
    enter_case(by, session, _affected(session, everyone), event.case_id, event.number, now=now)


def enter_case(
    by: Principal, session: Session, complaints: Iterable[Complaint], case_id: UUID, number: str, *, now: datetime
) -> None:
    """Each complainant is told of the case alone. Those that are in it already are not told twice.

    A complaint that was refused because a court or a prosecutor has the matter stays refused: its case only asks them, and
    whoever complained must not read that the office investigates.
    """
    # Whoever joins a case that is under way comes to where the others stand.
    known = select(Complaint.case_stage).where(Complaint.case_id == case_id, Complaint.case_stage.is_not(None))
    stage = session.execute(known.limit(1)).scalar()
    for complaint in complaints:
        if complaint.case_id == case_id:
            continue
        changes = audit.watched(complaint, "status", "case_id", "case_stage", "case_outcome")
        complaint.case_id, complaint.case_number, complaint.case_outcome = case_id, number, None
        complaint.case_stage = stage
        barred = complaint.outcome == INADMISSIBLE
        complaint.status = complaint.status if barred else IN_CASE
        kind = "information_wanted" if barred else "case_opened"
        notice(session, complaint, kind, Facts(number=number), cause=case_id, now=now)
        audit.record(
            session, by, "complaint.case_opened", "complaint", complaint.id, case=str(case_id), changes=changes()
        )


def case_moved(by: Principal, session: Session, event: CaseMoved, *, cause: UUID, now: datetime) -> None:
    """How far the work has come is seen in the status; that the office takes up again what was closed is told besides.

    Raises `KeyError` for a stage that has no words here yet: it is parked until it has.
    """
    STAGES[event.stage]
    for complaint in _affected(session, event.complaints):
        changes = audit.watched(complaint, "status", "case_stage", "case_outcome")
        complaint.case_stage = event.stage
        if event.again is None:
            continue
        barred = complaint.outcome == INADMISSIBLE
        complaint.case_outcome, complaint.status = None, INADMISSIBLE if barred else IN_CASE
        kind = "information_wanted" if barred else f"case_{event.again}"
        notice(session, complaint, kind, Facts(number=event.number), cause=cause, now=now)
        audit.record(
            session,
            by,
            f"complaint.case_{event.again}",
            "complaint",
            complaint.id,
            case=str(event.case_id),
            changes=changes(),
        )


def case_closed(by: Principal, session: Session, event: CaseClosed, *, cause: UUID, now: datetime) -> None:
    """Raises `KeyError` for an outcome, or where an item stands, that has no words here yet: it is parked until it has."""
    items = tuple(filled(ItemFacts, one) for one in event.items)
    for item in items:
        _check_words(f"answered_{item.said}" if item.said else f"stood_{item.state}", None)
    facts = Facts(number=event.number, outcome=data.case_outcomes()[event.outcome]["key"], items=items or None)
    for complaint in _affected(session, event.complaints):
        changes = audit.watched(complaint, "status", "case_outcome")
        complaint.case_outcome, complaint.status = event.outcome, "followed" if event.followed else "closed"
        notice(session, complaint, f"case_{complaint.status}", facts, cause=cause, now=now)
        audit.record(
            session,
            by,
            f"complaint.case_{complaint.status}",
            "complaint",
            complaint.id,
            outcome=event.outcome,
            changes=changes(),
        )


def complainant_informed(session: Session, event: ComplainantInformed, *, cause: UUID, now: datetime) -> None:
    """The office wrote in the cases service; `message` is JSON with `text` and `language`. Where the file was erased, or who holds
    the mailbox is shut out of it, nothing is put there, and it is told that nobody reads it.
    """
    affected = _affected(session, [event.complaint_id])
    reading = [complaint for complaint in affected if not complaint.submitter_in_conflict]
    for complaint in reading:
        notice(session, complaint, "informed", Facts(), cause=cause, now=now, document=event.message)
    if not reading:
        why = "in_conflict" if affected else "erased"
        unread = ComplainantNotTold(complaint_id=event.complaint_id, case_id=event.case_id, reason=why)
        publish(session, unread, event.complaint_id)


def act_sent(session: Session, event: RecommendationIssued, *, cause: UUID, now: datetime) -> None:
    bodies = tuple(dict.fromkeys(addressee.institution_id for addressee in event.addressees))
    if event.kind in data.silent_kinds() or not bodies:
        return
    answering = tuple(dict.fromkeys(one.institution_id for one in event.addressees if _is_told(one)))
    facts = Facts(
        number=event.number,
        bodies=len(bodies),
        institution_id=bodies[0] if len(bodies) == 1 else None,
        institution_ids=bodies if len(bodies) > 1 else None,
        awaited=bool(answering),
        answering=answering if answering and answering != bodies else None,
        act_kind=event.kind,
        about=tuple(filled(BeforeFacts, one) for one in event.about) or None,
        held=event.held or None,
    )
    for complaint in _affected(session, event.complaints):
        # A report may tell of letters of other cases too.
        about = tuple(one for one in facts.about or () if _heard_of(session, complaint, one.number)) or None
        notice(session, complaint, "act_sent", replace(facts, about=about), cause=cause, now=now)


def _is_told(addressee: IssuedAddressee) -> bool:
    """An event of before that was said tells it of replies alone."""
    return addressee.expects == "reply" if addressee.answer_told is None else addressee.answer_told


def act_fell(session: Session, event: RecommendationWithdrawn, *, cause: UUID, now: datetime) -> None:
    """Whoever was told that it was sent is told that it counts no more, and what took its place."""
    if event.kind in data.silent_kinds():
        return
    facts = Facts(number=event.number, replaced_by=event.replaced_by)
    for complaint in _affected(session, event.complaints):
        if _heard_of(session, complaint, event.number):
            notice(session, complaint, "act_fell", facts, cause=cause, now=now)


def _heard_of(session: Session, complaint: Complaint, number: str) -> bool:
    """Whether the mailbox says anything of a letter: who joined the case after it knows of none. An older notice names no number."""
    told = Message.facts["number"].astext
    of_it = told == number, (Message.kind == "act_sent") & told.is_(None)
    mine = select(Message.id).where(Message.complaint_id == complaint.id, Message.kind.in_((*OF_ITEMS, "act_sent")))
    return session.execute(mine.where(or_(*of_it)).limit(1)).first() is not None


def assessed(session: Session, event: ObligationAssessed, *, cause: UUID, now: datetime) -> None:
    facts = Facts(
        institution_id=event.institution_id,
        assessment=event.assessment,
        number=event.number,
        place=event.place,
        next=event.next,
        # Left out where it arrived, as in older notices: what was told already is not told again.
        undelivered=event.undelivered or None,
        day=event.by,
        outcome=event.outcome,
        corrects=event.corrects,
    )
    if event.corrects:
        _check_words(f"taken_back_{event.corrects}", None)
    for complaint in _affected(session, event.complaints):
        if not _says_nothing_new(session, complaint, facts):
            notice(session, complaint, "assessed", facts, cause=cause, now=now)


def answered(session: Session, event: ObligationAnswered, *, cause: UUID, now: datetime) -> None:
    """Raises `KeyError` for an answer that has no words here yet: it is parked until it has."""
    facts = Facts(
        institution_id=event.institution_id,
        said=event.said,
        number=event.number,
        place=event.place,
        next=event.next,
        day=event.by,
        passed=event.passed,
        corrects=event.corrects,
        more_time=event.given,
    )
    _check_words(f"answered_{event.said}", event.corrects)
    for complaint in _affected(session, event.complaints):
        notice(session, complaint, "answered", facts, cause=cause, now=now)


def stood(session: Session, event: ObligationStood, *, cause: UUID, now: datetime) -> None:
    """Raises `KeyError` for a state that has no words here yet: it is parked until it has."""
    facts = Facts(
        institution_id=event.institution_id,
        state=event.state,
        number=event.number,
        place=event.place,
        next=event.next,
        corrects=event.corrects,
        day=None if event.given else event.due,
        more_time=event.given,
    )
    _check_words(f"stood_{event.state}", event.corrects)
    for complaint in _affected(session, event.complaints):
        notice(session, complaint, "stood", facts, cause=cause, now=now)


def _check_words(key: str, corrects: str | None) -> None:
    for one in (key, f"taken_back_{corrects}") if corrects else (key,):
        data.notices()[one]


def _says_nothing_new(session: Session, complaint: Complaint, facts: Facts) -> bool:
    """Whether the last thing that was told of this item at this body is the same finding with the same next step."""
    mine = select(Message.facts).where(Message.complaint_id == complaint.id, Message.kind.in_(OF_ITEMS))
    told = (load(Facts, row) for row in session.execute(mine.order_by(Message.at.desc(), Message.id.desc())).scalars())
    item = (facts.institution_id, facts.number, facts.place)
    last = next((one for one in told if (one.institution_id, one.number, one.place) == item), None)
    return facts.place is not None and last == facts


def note_contact(by: Principal, session: Session, complaint_id: UUID, *, failing: bool) -> None:
    """Whether the channel that the complainant called safe works: an officer may have to find another way."""
    for complaint in _affected(session, [complaint_id]):
        if complaint.contact_failing != failing:
            complaint.contact_failing = failing
            action = "contact.failing" if failing else "contact.working"
            audit.record(session, by, action, "complaint", complaint.id)


def _affected(session: Session, complaint_ids: Collection[UUID]) -> Sequence[Complaint]:
    complaints = lookup.locked_all(session, complaint_ids)
    if missing := len(set(complaint_ids)) - len(complaints):
        log.warning("complaint_unknown_or_erased", extra={"outcome": f"{missing} skipped"})
    return complaints


def notice(
    session: Session,
    complaint: Complaint,
    kind: str,
    facts: Facts,
    *,
    cause: UUID,
    now: datetime,
    document: str | None = None,
) -> None:
    """Put a notice into the mailbox, once for each cause: what comes again finds its notice there. Who reads the mailbox is told of it by
    the channel that they called safe.
    """
    row = {
        "id": uuid5(cause, str(complaint.id)),
        "complaint_id": complaint.id,
        "at": now,
        "sender": "office",
        "kind": kind,
        "facts": dump(facts),
        "document": document,
    }
    new = session.execute(upsert(Message).values(row).on_conflict_do_nothing().returning(Message.id)).scalar()
    if new is not None and kind not in HEARD_OF and not complaint.submitter_in_conflict:
        publish(session, MailboxFilled(complaint_id=complaint.id), complaint.id)
