"""The post book as the office keeps it: printed, sent, delivered, came back. One entry is one letter with all of its items.

What is recorded of many at once holds for all or, with a refusal, for none. Two people who record the same delivery have one effect.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.partners import data, domain
from services.partners.actions import deliveries, mistakes, post_entries, post_rows
from services.partners.actions.telling import tell_of
from services.partners.domain import post_book, stopped_reminders
from services.partners.domain.labels import check_number, number_of
from services.partners.models import Dispatch, PostEntry, PostProof
from services.partners.queries import addresses, post, reminded, wall
from services.partners.queries.held import stays_since
from services.partners.schemas.post import Delivered, PostAnswer, Returned, SecondLook, Sendings
from shared import audit, metrics
from shared.documents import Documents
from shared.events.catalogue import DispatchDelivered, DispatchReceiptTold
from shared.events.documents.partners import EvidenceRecord, PostRecord
from shared.files import taking
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.typed import filled
from shared.uploads import Upload


def send(by: Principal, session: Session, documents: Documents, wanted: Sendings, *, now: datetime) -> list[PostEntry]:
    """Record that letters left. Raises `NotFound` for one that is not in the book, `ContentViolation` (422) for its day, a missing
    number, one that is none or is on another body's label, `RuleViolation` (409) for what does not wait, is held, has no address to go to, or reminds of a letter that has not arrived or
    is not late.
    """
    numbers = {one.id: number_of(wanted.way, one.tracking or wanted.tracking) for one in wanted.entries}
    pairs = post_rows.held(by, session, list(numbers))
    held = stays_since(session, [dispatch.recommendation_id for _entry, dispatch in pairs])
    told = {"state": "sent", "way": wanted.way, "sent_on": wanted.day}
    stopped = reminded.why_not(session, pairs, wanted.day)
    new = [pair for pair in pairs if not _same(pair[0], **told, tracking=numbers[pair[0].id])]
    nowhere = post.unaddressed(session, [entry.institution_id for entry, _ in new])
    went = addresses.on(session, [entry.institution_id for entry, _ in new], wanted.day)
    labels = _labels(session, pairs, numbers)

    def check(entry: PostEntry, dispatch: Dispatch) -> None:
        since = post_book.stays(entry.rung, held.get(dispatch.recommendation_id))
        paper = replace(post_rows.paper(session, entry, dispatch), held_since=since)
        post_book.check_addressed(wanted.way, nowhere.get(entry.institution_id))
        stopped_reminders.check_not_stopped(stopped.get(entry.id))
        post_book.check_sending(paper, wanted.way, wanted.day, numbers[entry.id], domain.local_date(now))
        check_number(numbers[entry.id])
        post_book.check_label(wanted.way, numbers[entry.id], labels[entry.institution_id])

    post_rows.check_all(new, check)
    for entry, dispatch in new:
        tracking = numbers[entry.id]
        entry.state, entry.way, entry.sent_on, entry.tracking = "sent", wanted.way, wanted.day, tracking
        if not _is_on_sheet(entry, wanted.day):
            entry.addressed_to, entry.address = went[entry.institution_id]
        if entry.letter is None and dispatch.delivered_at is None:
            dispatch.delivery, dispatch.failure = "sent", None
        record = documents.keep(PostRecord(by=by.person, tracking=tracking, proof=None))
        post_entries.tell(session, dispatch, entry, "sent", now=now, record=record)
        post_rows.trace(by, session, entry, "sent")
    return [entry for entry, _dispatch in pairs]


def _labels(
    session: Session, pairs: Sequence[post_rows.Pair], numbers: Mapping[UUID, str | None]
) -> Mapping[UUID, frozenset[str]]:
    """For each body the numbers of labels that other bodies have: of what is sent now, and of what was sent."""
    theirs = {(entry.institution_id, number) for entry, _ in pairs if (number := numbers[entry.id])}
    wanted = {number for _body, number in theirs}
    # Of two who send at once to two bodies the second sees the first.
    for number in sorted(wanted):
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"post_label:{number}", 0))))
    sent = select(PostEntry.institution_id, PostEntry.tracking).where(
        PostEntry.tracking.in_(wanted), PostEntry.way != "hand"
    )
    theirs |= {(body, str(number)) for body, number in session.execute(sent)}
    return {
        entry.institution_id: frozenset(number for body, number in theirs if body != entry.institution_id)
        for entry, _ in pairs
    }


def deliver(
    by: Principal, session: Session, documents: Documents, wanted: Delivered, *, now: datetime
) -> list[PostEntry]:
    """Record that letters that were sent arrived, with the file that shows it; the first proof stands. A delivery on an old day is kept
    as told and moves nothing until a second person has looked at it. Raises as `send`.
    """
    pairs, proof = post_rows.held(by, session, wanted.entries), post_rows.proof(by, session, wanted.proof)
    today = domain.local_date(now)
    old = post_book.is_old(wanted.day, today, data.days_without_second_look(today))

    def check(entry: PostEntry, dispatch: Dispatch) -> None:
        post_book.check_delivery(post_rows.paper(session, entry, dispatch), wanted.day, today)
        if _is_told(entry):
            _check_same_proof(session, entry, proof)

    post_rows.check_all(pairs, check)
    for entry, dispatch in (pair for pair in pairs if not _is_told(pair[0])):
        entry.told_on, entry.told_by, entry.proof_id = wanted.day, by.person, proof.id
        if old:
            _tell_receipt(session, entry, dispatch)
            post_rows.trace(by, session, entry, "told")
        else:
            _settle(by, session, documents, entry, dispatch, now=now)
    return [entry for entry, _dispatch in pairs]


def look(
    by: Principal, session: Session, documents: Documents, entry_id: UUID, wanted: SecondLook, *, now: datetime
) -> PostEntry:
    """A second person, who leads, has looked at the proof of a delivery on an old day: it counts, or it is as if nobody had told it. Or at a delivery
    that was recorded by mistake: it is taken back, or stands.

    Raises `NotFound`, and `RuleViolation` (409) where nothing waits and for who recorded it.
    """
    [(entry, dispatch)] = post_rows.held(by, session, [entry_id])
    if entry.doubted_on is not None:
        mistakes.decide(by, session, documents, entry, dispatch, agreed=wanted.agreed, now=now)
        return entry
    if wanted.agreed and entry.mistaken_on is not None and entry.told_on is None and entry.looked_by == by.person:
        return entry
    if entry.state == "delivered" and wanted.agreed and entry.looked_by == by.person:
        return entry
    post_book.check_second_look(post_rows.paper(session, entry, dispatch), told_by=entry.told_by, looks=by.person)
    if wanted.agreed:
        entry.looked_by = by.person
        _settle(by, session, documents, entry, dispatch, now=now)
    else:
        entry.told_on = entry.told_by = entry.proof_id = None
        _tell_receipt(session, entry, dispatch)
        post_rows.trace(by, session, entry, "not_agreed")
    return entry


def take_back(by: Principal, session: Session, wanted: Returned, *, now: datetime) -> list[PostEntry]:
    """Record that letters came back. They wait to be sent anew (`again`), or stay as not delivered. Raises as `send`."""
    pairs, today = post_rows.held(by, session, wanted.entries), domain.local_date(now)
    told = {"state": "returned", "returned_on": wanted.day, "return_reason": wanted.reason}
    new = [pair for pair in pairs if not _same(pair[0], **told)]
    post_rows.check_all(
        new,
        lambda entry, dispatch: post_book.check_return(post_rows.paper(session, entry, dispatch), wanted.day, today),
    )
    for entry, dispatch in new:
        entry.state, entry.returned_on, entry.return_reason = "returned", wanted.day, wanted.reason
        session.flush()
        post_entries.tell(session, dispatch, entry, "returned", now=now)
        if entry.letter is None and dispatch.delivered_at is None:
            dispatch.delivery, dispatch.failure = "failed", deliveries.RETURNED
        if wanted.again and post_rows.still_goes(session, entry, dispatch):
            post_entries.enter(session, dispatch, "returned", now=now, letter=entry.letter, rung=entry.rung)
        post_rows.trace(by, session, entry, "returned")
    return [entry for entry, _dispatch in pairs]


def send_again(by: Principal, session: Session, entry_id: UUID, *, now: datetime) -> PostEntry:
    """Let a letter that came back and was left lying wait to be sent anew."""
    [(entry, dispatch)] = post_rows.held(by, session, [entry_id])
    if entry.state != "returned":
        raise RuleViolation("this letter did not come back", code="not_returned")
    if not post_rows.still_goes(session, entry, dispatch):
        raise RuleViolation("it stands no more, or its body has read it since", code="not_to_post")
    post_entries.enter(session, dispatch, "returned", now=now, letter=entry.letter, rung=entry.rung)
    post_rows.trace(by, session, entry, "again")
    return entry


def store_proof(by: Principal, session: Session, documents: Documents, sent: Upload, *, now: datetime) -> PostProof:
    """Keep a file that shows deliveries. `sent` was taken by shared.files."""
    proof = PostProof(
        id=uuid4(),
        document=taking.keep(documents, "partners", sent),
        sha256=hashlib.sha256(sent.content).hexdigest(),
        media_type=sent.media_type,
        size=len(sent.content),
        by=by.person,
        received_at=now,
    )
    session.add(proof)
    session.flush()
    audit.record(session, by, "post.proof", "post_proof", proof.id, sha256=proof.sha256)
    return proof


def note_printed(by: Principal, session: Session, printed: Sequence[PostAnswer], *, now: datetime) -> None:
    """These were printed, as they are addressed: who made a batch of copies of letters is in the trail. Where one went that left stays."""
    sheets = {one.id: one for one in printed}
    for entry, _dispatch in post_rows.held(by, session, list(sheets)):
        entry.printed_at = now
        if entry.sent_on is None:
            entry.addressed_to, entry.address = sheets[entry.id].to, sheets[entry.id].address
        post_rows.trace(by, session, entry, "printed")


def follow_up(session: Session, *, now: datetime) -> None:
    """Into the book with what was left without a channel before there was one."""
    wall.as_office(session)
    deliveries.reach_failed(session, now=now)


def _settle(
    by: Principal, session: Session, documents: Documents, entry: PostEntry, dispatch: Dispatch, *, now: datetime
) -> None:
    """What was told of the delivery counts from now on."""
    shown = filled(EvidenceRecord, session.get_one(PostProof, entry.proof_id), name=None)
    record = documents.keep(PostRecord(by=entry.told_by or by.person, tracking=entry.tracking, proof=shown))
    entry.state, entry.delivered_on, entry.told_on = "delivered", entry.told_on, None
    _arrive(session, dispatch, entry, record, now)
    post_rows.trace(by, session, entry, "delivered")
    metrics.DISPATCHES.labels("delivered").inc()


def _tell_receipt(session: Session, entry: PostEntry, dispatch: Dispatch) -> None:
    """Say that a delivery waits for a second person, or waits no more. Of what arrived already no clock depends on it."""
    if entry.letter is None and dispatch.delivered_at is None:
        event = filled(DispatchReceiptTold, dispatch, dispatch_id=dispatch.id, day=entry.told_on, doubted=False)
        tell_of(session, dispatch, event)


def _is_on_sheet(entry: PostEntry, day: date) -> bool:
    """Whether a sheet was printed with an address by the day on which it left: that one is on the envelope, whatever the directory says since."""
    printed = entry.printed_at is not None and domain.local_date(entry.printed_at) <= day
    return printed and entry.address is not None


def _is_told(entry: PostEntry) -> bool:
    """Whether somebody recorded that it arrived, be it that a second person is to look at it."""
    return entry.state == "delivered" or entry.told_on is not None


def _check_same_proof(session: Session, entry: PostEntry, proof: PostProof) -> None:
    """What is recorded again with another file would lose that file, and who handed it in would not know."""
    known = session.get_one(PostProof, entry.proof_id)
    if known.sha256 != proof.sha256:
        raise RuleViolation("it was recorded with another proof", code="proven_otherwise")


def _same(entry: PostEntry, **told: object) -> bool:
    """Whether just this is recorded already."""
    return all(getattr(entry, name) == value for name, value in told.items())


def _arrive(session: Session, dispatch: Dispatch, entry: PostEntry, record: str, now: datetime) -> None:
    at = post_rows.noon(entry.delivered_on or domain.local_date(now))
    if entry.letter is None and dispatch.delivered_at is None:
        deliveries.arrive(session, dispatch, "paper", at=at, now=now, way=entry.way, record=record)
        return
    told = {"channel": "paper", "at": at, "way": entry.way, "record": record, "letter": entry.letter}
    tell_of(session, dispatch, filled(DispatchDelivered, dispatch, dispatch_id=dispatch.id, **told))
