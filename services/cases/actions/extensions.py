"""More time or not, by a letter that goes the way of a reminder. What was granted is an entry of the ledger. That it was granted by mistake
becomes one with the delivery of the letter that tells it (`taken_back`); the dates that were notified before stay in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import clocks, deliveries, escalations
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.data import acts as act_data
from services.cases.domain.by_when import TooFar
from services.cases.domain.clock import due
from services.cases.domain.clock_history import check_entry
from services.cases.domain.grants import granted_until, last_grant
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.timeliness import local_date
from services.cases.models import (
    ActItem,
    ClockEntry,
    ExtensionRequest,
    GrantCorrection,
    Obligation,
    Recommendation,
)
from services.cases.models.cases import note
from services.cases.queries import people
from services.cases.queries.taken_back import as_if_told, taken_back
from services.cases.queries.visibility import find_obligation
from services.cases.schemas.obligations import ExtensionBody
from shared import audit
from shared.clock_words import day_words
from shared.documents import Documents
from shared.events.catalogue import ExtensionDecided
from shared.events.documents.cases import PlainText
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation

#: Of the letter that tells of it.
FORMAT = "besa.text.1"


def decide(
    by: Principal,
    session: Session,
    documents: Documents,
    obligation_id: UUID,
    wanted: ExtensionBody,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> Obligation:
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
    concerned: list[_Entered] = []
    if until is not None:
        concerned = [_longer(session, one, until, now) for one in _concerned(session, obligation, request, until, now)]
        # A free day is no last day: everybody is told the one that the clock has now.
        until = max(until, concerned[0].due or until)
    if request is not None:
        request.state, request.granted_until = "granted" if wanted.granted else "refused", until
        request.decided_by, request.decided_at, request.reason = by.id, now, wanted.reason or None
    said = _Said("granted" if wanted.granted else "refused", until, tuple(concerned))
    letter = _letter(by, session, documents, obligation, said, outgoing.address, now)
    for one in concerned:
        _enter(by, session, one, now, letter, wanted.reason or None, wanted.request_id)
    # More time that nobody asked for is told as the answer to a request of its own.
    _announce(session, obligation, said, wanted.request_id or uuid4(), letter)
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


def correct(
    by: Principal,
    session: Session,
    documents: Documents,
    obligation_id: UUID,
    reason: str,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> Obligation:
    """A step of an officer's entry into a clock: take back the time that was given last, by mistake, of all items that it was given for. Once
    the letter that tells it is delivered the day of before is there again, and nobody who relied on the other is late before `grant_left` days
    from then are over; until then what was given stands.

    Raises `RuleViolation` (409) where no time was given that stands, or the term would be no shorter.
    """
    obligation, case = find_obligation(session, obligation_id, by, lock=True)
    grant = _grant_of(session, obligation, now)
    if grant is None:
        raise RuleViolation("no more time was given that stands", code="clock.no_grant")
    given = _given_with(session, obligation, grant, now)
    together = [_shorter(session, one, row, now) for one, row in given]
    until = max((one.due for one in together if one.due), default=None)
    request = session.get_one(ExtensionRequest, grant.request_id, with_for_update=True) if grant.request_id else None
    days = [one.reply_due or row.until for one, row in given]
    mistaken = (request.granted_until if request else None) or max(filter(None, days), default=None)
    said = _Said("corrected", until, tuple(together), mistaken, local_date(now))
    letter = _letter(by, session, documents, obligation, said, outgoing.address, now)
    for one, row in given:
        about = {"obligation_id": one.id, "entry_id": row.id, "letter": letter, "reason": reason}
        session.add(GrantCorrection(id=uuid4(), by=by.name, decided_at=now, **about))
    if request is not None:
        _ask_again(request, local_date(now))
    _announce(session, obligation, said, grant.request_id or uuid4(), letter, grant.letter)
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id}
    note(session, case.id, now, by.name, "extension.corrected", obligation=obligation.id, **details)
    audit.record(session, by, "extension.corrected", "obligation", obligation.id)
    session.flush()
    return obligation


def _ask_again(request: ExtensionRequest, today: date) -> None:
    request.state, request.taken_back_until, request.taken_back_on = "asked", request.granted_until, today
    request.granted_until = request.decided_by = request.decided_at = request.reason = None


@dataclass(frozen=True)
class _Entered:
    """What is entered into the clock of an obligation, and the last day of it then; of time that is taken back the one without it, whenever
    its letter comes. `other`: until when time was given that stands.
    """

    obligation: Obligation
    entry: Entry
    due: date | None
    other: date | None


@dataclass(frozen=True)
class _Said:
    """What was decided (`granted`, `refused`, `corrected`), until when the term runs, and of which items; of none: of none in particular. `given`,
    `taken_back_on`: until when time was given that is taken back, and on which day.
    """

    word: str
    until: date | None
    of: tuple[_Entered, ...]
    given: date | None = None
    taken_back_on: date | None = None


def _letter(
    by: Principal,
    session: Session,
    documents: Documents,
    obligation: Obligation,
    said: _Said,
    address: str,
    now: datetime,
) -> str:
    """The decision as a letter about the act, in words of the office alone: the reason may speak of anybody."""
    act = session.get_one(Recommendation, obligation.recommendation_id)
    words, today = act_data.letter_words(act.language, local_date(now)), local_date(now)
    alike = dict[tuple[date | None, date | None], list[_Entered]]()
    for one in said.of:
        alike.setdefault((one.due, one.other) if said.given else (said.until, None), []).append(one)
    every = len(deliveries.obligations_of(session, act.id, obligation.institution_id))
    lines = []
    for (day, other), owed in (alike or {(said.until, None): []}).items():
        key = f"more_time_{said.word}" if len(owed) in {0, every} else f"more_time_{said.word}_items"
        days = {"day": day, "given": said.given, "taken": said.taken_back_on, "other": other}
        about = {name: day_words(one, act.language) for name, one in days.items() if one}
        about |= {"items": _places(session, owed), "days": str(data.grant_left(today))}
        said_of = [words[one].format(number=act.number, **about) for one in (key, *_left(said, day, other))]
        lines.append(" ".join(said_of))
    title = words["more_time"].format(number=act.number)
    kept = documents.keep(PlainText(format=FORMAT, title=title, text="\n\n".join(lines), language=act.language))
    return escalations.printed(
        people.signed_as(by, session), session, documents, kept, act, obligation.institution_id, address, now=now
    )


def _left(said: _Said, day: date | None, other: date | None) -> list[str]:
    """What is said besides of time that is taken back: of the days that are left, and of a grant that stands."""
    if said.given is None:
        return []
    return ["more_time_left" if day else "more_time_left_paused", *(["more_time_other"] if other else [])]


def _places(session: Session, entered: Sequence[_Entered]) -> str:
    places = sorted(session.get_one(ActItem, one.obligation.item_id).place + 1 for one in entered)
    return ", ".join(map(str, places))


def _announce(
    session: Session, obligation: Obligation, said: _Said, request_id: UUID, letter: str, instead_of: str | None = None
) -> None:
    event = ExtensionDecided(
        request_id=request_id,
        recommendation_id=obligation.recommendation_id,
        institution_id=obligation.institution_id,
        granted=said.word != "refused",
        until=said.until if said.word == "granted" else None,
        items=tuple(one.obligation.item_id for one in said.of) if said.of else None,
        letter=letter,
        corrected=said.word == "corrected",
        instead_of=instead_of,
        given=said.given,
        taken_back_on=said.taken_back_on,
    )
    publish(session, event, request_id)


def _grant_of(session: Session, obligation: Obligation, now: datetime) -> ClockEntry | None:
    """The entry that gave more time last, if it stands and is not being taken back."""
    last = last_grant(as_if_told(session, obligation, local_date(now)))
    return session.get_one(ClockEntry, last.id) if last is not None else None


def _given_with(
    session: Session, obligation: Obligation, grant: ClockEntry, now: datetime
) -> list[tuple[Obligation, ClockEntry]]:
    """The one that is corrected, and with it what the same request was granted for and still runs by it, each with the entry that gave it."""
    if grant.request_id is None:
        return [(obligation, grant)]
    given = ((one, _grant_of(session, one, now)) for one in _waiting(session, obligation))
    same = [(one, row) for one, row in given if row is not None and row.request_id == grant.request_id]
    return same or [(obligation, grant)]


def _shorter(session: Session, obligation: Obligation, grant: ClockEntry, now: datetime) -> _Entered:
    """As if the letter came today."""
    decided = GrantCorrection(id=uuid4(), obligation_id=obligation.id, entry_id=grant.id, decided_at=now)
    new = taken_back(decided, local_date(now))
    _checked(session, obligation, new, now)
    return _after(session, obligation, replace(new, until=obligation.issued_on), now)


def _checked(session: Session, obligation: Obligation, new: Entry, now: datetime) -> _Entered:
    """Raises `RuleViolation` where it may not be entered, as if what is being taken back were so already."""
    if obligation.term is None or obligation.closed_on is not None:
        raise RuleViolation("no term runs here", code="clock.out_of_place")
    clocks.check_not_held(obligation)
    entries = as_if_told(session, obligation, local_date(now))
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    calendar = data.calendar_of(obligation.issued_on)
    check_entry(entries, new, calendar, term)
    return _after(session, obligation, new, now)


def _after(session: Session, obligation: Obligation, new: Entry, now: datetime) -> _Entered:
    entries = [*as_if_told(session, obligation, local_date(now)), new]
    return _Entered(obligation, new, _due_by(obligation, entries), granted_until(entries))


def _due_by(obligation: Obligation, entries: list[Entry]) -> date | None:
    term = data.term_of_clock(obligation.term or "", obligation.issued_on, entries)
    return due(entries, data.calendar_of(obligation.issued_on), term).day


def _enter(
    by: Principal,
    session: Session,
    one: _Entered,
    now: datetime,
    letter: str,
    reason: str | None,
    request_id: UUID | None,
) -> None:
    obligation, entry = one.obligation, one.entry
    escalations.drop_drafts(session, obligation, now=now)
    details: clocks.Details = {"until": entry.until, "request_id": request_id, "reason": reason, "letter": letter}
    clocks.append(by, session, obligation, entry.kind, entry.effective, now=now, **details)
    escalations.withdraw_untrue(session, obligation, now=now)


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
    session: Session, obligation: Obligation, request: ExtensionRequest | None, until: date, now: datetime
) -> list[Obligation]:
    """All that the body has not answered yet and that does not run longer anyway, if it asked; else this one."""
    if request is None:
        return [obligation]
    shorter = [one for one in _waiting(session, obligation) if (_runs_until(session, one, now) or date.min) < until]
    return shorter or [obligation]


def _waiting(session: Session, obligation: Obligation) -> list[Obligation]:
    """What its body has not answered yet on the same act."""
    owed = deliveries.obligations_of(session, obligation.recommendation_id, obligation.institution_id)
    return [one for one in owed if one.answered_on is None and one.closed_on is None]


def _runs_until(session: Session, obligation: Obligation, now: datetime) -> date | None:
    """Its last day, without the time that is being taken back; none while its clock stands."""
    entries = as_if_told(session, obligation, local_date(now))
    return _due_by(obligation, entries) if obligation.reply_due else None


def _check_reach(until: date, since: date, most: int) -> None:
    """A year that was mistyped would free a body of its term."""
    latest = since + timedelta(days=most)
    if until > latest:
        raise TooFar(latest, "clock.too_far", "until")


def _longer(session: Session, obligation: Obligation, until: date, now: datetime) -> _Entered:
    today = local_date(now)
    new = Entry(id=uuid4(), kind=EntryKind.EXTENDED, effective=today, recorded_at=now, until=until)
    found = _checked(session, obligation, new, now)
    _check_reach(until, max(today, _runs_until(session, obligation, now) or today), data.grant_bound(today))
    return found
