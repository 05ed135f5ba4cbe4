"""More time or not. What was granted is an entry of the ledger; the date that was notified before stays in it."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import clocks, deliveries, escalations
from services.cases.domain.by_when import TooFar
from services.cases.domain.clock_history import check_entry
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.timeliness import local_date
from services.cases.models import ExtensionRequest, Obligation
from services.cases.models.cases import note
from services.cases.queries.situations import ledger_of
from services.cases.queries.visibility import find_obligation
from services.cases.schemas.obligations import ExtensionBody
from shared import audit
from shared.events.catalogue import ExtensionDecided
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


def decide(by: Principal, session: Session, obligation_id: UUID, wanted: ExtensionBody, *, now: datetime) -> Obligation:
    """Answer a request for all that the body owes on this act, or grant time for one obligation unasked. Also a step of an
    officer's entry into a clock.

    Raises `RuleViolation` (409) where the clock has ended or would not be lengthened, `ContentViolation` (422).
    """
    obligation, case = find_obligation(session, obligation_id, by, lock=True)
    until = wanted.until if wanted.granted else None
    if wanted.granted and until is None:
        raise ContentViolation("a grant says until when", code="clock.needs_until", field="until")
    request = _request(session, obligation, wanted.request_id)
    if request is None and not wanted.granted:
        raise ContentViolation("which request is refused", code="extension.no_request", field="request_id")
    concerned: list[Obligation] = []
    if until is not None:
        concerned = _concerned(session, obligation, request, until)
        for one in concerned:
            _lengthen(by, session, one, until, now, wanted)
        # A free day is no last day: everybody is told the one that the clock has now.
        until = max(until, concerned[0].reply_due or until)
    if request is not None:
        request.state, request.granted_until = "granted" if wanted.granted else "refused", until
        request.decided_by, request.decided_at, request.reason = by.id, now, wanted.reason or None
    _announce(session, obligation, wanted, until, concerned)
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "granted": wanted.granted}
    note(
        session,
        case.id,
        now,
        by.name,
        "extension.decided",
        obligation=obligation.id,
        until=until or wanted.until,
        **details,
    )
    audit.record(session, by, "extension.decided", "obligation", obligation.id, granted=wanted.granted)
    session.flush()
    return obligation


def _announce(
    session: Session, obligation: Obligation, wanted: ExtensionBody, until: date | None, concerned: list[Obligation]
) -> None:
    # More time that nobody asked for is told as the answer to a request of its own.
    request_id = wanted.request_id or uuid4()
    publish(
        session,
        ExtensionDecided(
            request_id=request_id,
            recommendation_id=obligation.recommendation_id,
            institution_id=obligation.institution_id,
            granted=wanted.granted,
            until=until,
            items=tuple(one.item_id for one in concerned) if wanted.granted else None,
        ),
        request_id,
    )


def _request(session: Session, obligation: Obligation, request_id: UUID | None) -> ExtensionRequest | None:
    if request_id is None:
        return None
    request = session.get(ExtensionRequest, request_id, with_for_update=True)
    same = request is not None and (request.recommendation_id, request.institution_id) == (
        obligation.recommendation_id,
        obligation.institution_id,
    )
    if request is None or not same:
        raise ContentViolation("no such request", code="extension.no_request", field="request_id")
    if request.state != "asked":
        raise RuleViolation("this request was decided", code="extension.decided")
    return request


def _concerned(
    session: Session, obligation: Obligation, request: ExtensionRequest | None, until: date
) -> list[Obligation]:
    """All that the body has not answered yet and that does not run longer anyway, if it asked; else this one."""
    if request is None:
        return [obligation]
    owed = deliveries.obligations_of(session, obligation.recommendation_id, obligation.institution_id)
    waiting = [one for one in owed if one.answered_on is None and one.closed_on is None]
    shorter = [one for one in waiting if one.reply_due is None or one.reply_due < until]
    return shorter or [obligation]


def _check_reach(until: date, since: date, most: int) -> None:
    """A year that was mistyped would free a body of its term, and what was granted is not taken back."""
    latest = since + timedelta(days=most)
    if until > latest:
        raise TooFar(latest, "clock.too_far", "until")


def _lengthen(
    by: Principal, session: Session, obligation: Obligation, until: date, now: datetime, wanted: ExtensionBody
) -> None:
    if obligation.term is None or obligation.closed_on is not None:
        raise RuleViolation("no term runs here", code="clock.out_of_place")
    clocks.check_not_held(obligation)
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    today = local_date(now)
    new = Entry(id=uuid4(), kind=EntryKind.EXTENDED, effective=today, recorded_at=now, until=until)
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    check_entry(entries, new, data.calendar_of(obligation.issued_on), term)
    _check_reach(until, max(today, obligation.reply_due or today), data.grant_bound(today))
    escalations.drop_drafts(session, obligation, now=now)
    escalations.withdraw_untrue(session, obligation, now=now)
    clocks.append(
        by,
        session,
        obligation,
        EntryKind.EXTENDED,
        today,
        now=now,
        until=until,
        request_id=wanted.request_id,
        reason=wanted.reason or None,
    )
