"""What an officer enters into a clock: it stands, it goes on, it ends, it runs again, or it began on another day.

Nothing that was entered is changed: what was wrong is put right by an entry of its own, with its reason. One letter has one day on
which it left and one on which it arrived, whatever it asks for: who corrects that day on one item corrects it of the dispatch, and so
for all of its items at once, be they answered or settled.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import clocks, corrected_days, deliveries, escalations, extensions, moots
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.data import acts as act_data
from services.cases.domain.clock_history import OFFICERS_ENTRIES, check_entry
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.obligations import has_arrived
from services.cases.domain.terms import StartEvent
from services.cases.domain.timeliness import local_date
from services.cases.models import Obligation, Scan
from services.cases.models.cases import note
from services.cases.queries.situations import ledger_of
from services.cases.queries.visibility import find_obligation
from services.cases.schemas.clocks import ClockEntryBody
from services.cases.schemas.obligations import ExtensionBody
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation

_WITH_UNTIL = (EntryKind.PAUSED, EntryKind.EXTENDED)


def enter(
    by: Principal,
    session: Session,
    documents: Documents,
    obligation_id: UUID,
    wanted: ClockEntryBody,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> Obligation:
    """Enter it. Raises `RuleViolation` (409) where the clock is in another state, `ContentViolation` (422) at its field."""
    obligation, _case = find_obligation(session, obligation_id, by, lock=True)
    _check(obligation, wanted, local_date(now))
    _check_proof(session, obligation, wanted, local_date(now))
    if wanted.kind is EntryKind.EXTENDED:
        more_time = ExtensionBody(granted=True, until=wanted.until, reason=wanted.reason)
        return extensions.decide(by, session, documents, obligation_id, more_time, now=now, outgoing=outgoing)
    if wanted.kind is EntryKind.GRANT_CORRECTED:
        return extensions.correct(by, session, documents, obligation_id, wanted.reason, now=now, outgoing=outgoing)
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    term = data.term_of_clock(obligation.term or "", obligation.issued_on, entries)
    event = term.start_event if wanted.kind is EntryKind.CORRECTED else None
    new = Entry(id=uuid4(), kind=wanted.kind, effective=wanted.effective, recorded_at=now, event=event)
    check_entry(entries, new, data.calendar_of(obligation.issued_on), term)
    if event is None:
        _enter_into(by, session, obligation, wanted, None, now)
    else:
        corrected_days.check(session, obligation, event, wanted.effective)
        for one in deliveries.obligations_of(session, obligation.recommendation_id, obligation.institution_id):
            _enter_into(by, session, one, wanted, event, now)
        shown = corrected_days.Shown(event, wanted.effective, wanted.channel, wanted.scan_id)
        corrected_days.of_copy(by, session, obligation, shown, now=now)
    session.flush()
    return obligation


def _enter_into(
    by: Principal,
    session: Session,
    obligation: Obligation,
    wanted: ClockEntryBody,
    event: StartEvent | None,
    now: datetime,
) -> None:
    """`event`: of which the day is corrected."""
    reason = wanted.reason
    backed: clocks.Details = {"event": event, "reason": reason, "scan_id": wanted.scan_id, "ground": wanted.ground}
    clocks.record(by, session, obligation, wanted.kind, wanted.effective, now=now, **backed)
    if event is not None:
        shown = corrected_days.Shown(event, wanted.effective, wanted.channel)
        corrected_days.of_item(session, obligation, shown, now=now)
    if wanted.until is not None:
        clocks.record(by, session, obligation, EntryKind.RESUMED, wanted.until, now=now, reason=reason)
    if clocks.renew(session, obligation, wanted.kind, now=now):
        escalations.drop_drafts(session, obligation, now=now)
        moots.follow_days(by, session, obligation, now=now)
    word, day = wanted.kind.value, wanted.effective
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "word": word, "day": day}
    note(session, obligation.case_id, now, by.name, "clock.changed", obligation=obligation.id, **details)
    audit.record(session, by, "clock.changed", "obligation", obligation.id, entry=word)


def _check(obligation: Obligation, wanted: ClockEntryBody, today: date) -> None:
    if not wanted.reason.strip():
        raise ContentViolation("why", code="clock.no_reason", field="reason")
    if not obligation.issued_on <= wanted.effective <= today:
        raise ContentViolation("between the issue and today", code="clock.bad_day", field="effective")
    if wanted.until is not None and (wanted.kind not in _WITH_UNTIL or wanted.until <= wanted.effective):
        raise ContentViolation("a later day, of a pause or an extension", code="clock.bad_until", field="until")
    if wanted.channel is not None and wanted.kind is not EntryKind.CORRECTED:
        raise ContentViolation("only a correction says by which way it came", code="clock.bad_channel", field="channel")
    if wanted.kind not in OFFICERS_ENTRIES:
        raise ContentViolation("not an officer's entry", code="clock.bad_kind", field="kind")
    _check_runs(obligation, wanted.kind)


def _check_proof(session: Session, obligation: Obligation, wanted: ClockEntryBody, today: date) -> None:
    """Nobody's word alone moves the day of a delivery: what shows it can be opened, or is one of the grounds that the office named."""
    if wanted.ground is not None and wanted.ground not in act_data.correction_grounds(today):
        raise ContentViolation("no such ground", code="clock.no_such_ground", field="ground")
    if wanted.scan_id is not None:
        scan = session.get(Scan, wanted.scan_id)
        if scan is None or scan.recommendation_id != obligation.recommendation_id:
            raise ContentViolation("no scan of this act", code="clock.no_such_scan", field="scan_id")
    if wanted.kind is EntryKind.CORRECTED and wanted.scan_id is None and wanted.ground is None:
        raise ContentViolation("what shows the day: a scan or a ground", code="clock.no_proof", field="scan_id")


def _check_runs(obligation: Obligation, kind: EntryKind) -> None:
    if obligation.term is None or obligation.closed_on is not None:
        raise RuleViolation("no term runs here", code="clock.out_of_place")
    if kind is EntryKind.CORRECTED and not has_arrived(obligation.facts):
        raise RuleViolation("record the delivery first", code="clock.not_delivered")
    clocks.check_not_held(obligation)
    if obligation.answered_on is not None:
        raise RuleViolation("the body has answered; its clock stays as it was", code="clock.answered")
