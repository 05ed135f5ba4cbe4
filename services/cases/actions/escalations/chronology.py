"""What happened with a letter, day by day, as the letters of rungs tell it."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations import asked, last_days, standstills
from services.cases.actions.escalations.further import further
from services.cases.actions.escalations.matter import Matter
from services.cases.actions.escalations.naming import called
from services.cases.actions.escalations.standstills import Line
from services.cases.data.clock_words import fill
from services.cases.domain.bodies import RelationKind
from services.cases.domain.ladder import RungKey
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import BY_WIRE, Assessed
from services.cases.domain.replies import Position
from services.cases.domain.standing import YES
from services.cases.domain.terms import StartEvent
from services.cases.domain.timeliness import local_date
from services.cases.models import AssessmentRecord, Claim, ClockEntry, Escalation
from services.cases.queries.reply_words import Answered, answers_to
from services.cases.queries.rung_days import left_on
from services.cases.queries.situations import counts, found_on, is_confirmed
from shared.clock_words import day_words

#: Lines of what is so to the day of the letter.
_TO_THIS_DAY = frozenset({"silent", "silent_items"})
#: Lines of what a body answered.
_ANSWERS = frozenset({"refused", "not_competent", "accepted", "accepted_named", "accepted_asks", "accepted_done"})


def told(
    session: Session,
    matter: Matter,
    today: date,
    written: str,
    goes_along: Callable[[Matter], bool],
    *,
    compared: bool = True,
) -> list[str]:
    """What happened with the letter, one sentence per event, in the order of the days; what is so to this day is said of `written`, the
    day of the letter in words. `goes_along`: whether what shows the delivery of a letter is enclosed. `compared`: as `in_order`.
    """
    lines = [*_of_letter(session, matter, today, goes_along), *_of_rungs(session, matter, today, goes_along)]
    return in_order(lines, matter.language, today, written, compared=compared)


def stood(session: Session, matter: Matter, today: date) -> list[Line]:
    """What a last day rests on: where the clock stood, what the body asked, answered and reported, what it was given, which last days there
    were before it, and by when the office expects what is in process. A letter that has no chronology tells no more than this.
    """
    names = called("name", matter, session)
    return [
        *standstills.lines_of(session, matter, names, today),
        *asked.lines_of(session, matter, names),
        *_of_its_word(session, matter, names),
        *_of_grants(session, matter),
        *last_days.moved(session, matter, names, today),
        *_of_expected(session, matter),
    ]


def in_order(lines: list[Line], language: str, today: date, written: str, *, compared: bool) -> list[str]:
    """`compared`: whether the letter is an act, whose words are compared with the sealed files before it leaves. In a reminder, which leaves at
    once, nothing stands that a person typed: why a clock was paused stands in the file.
    """
    words = data.rung_words("lines", today)
    # What a body answered on one day stands in the order in which it came.
    order = [key if key not in _ANSWERS else "answered" for key in words]
    lines.sort(key=lambda line: (line[0], order.index("answered" if line[1] in _ANSWERS else line[1])))
    sentences = [
        fill(
            words[key],
            "text",
            language,
            **_said(values, compared),
            day=written if key in _TO_THIS_DAY else day_words(day, language),
        )
        for day, key, values in lines
    ]
    return list(dict.fromkeys(sentences))


def _said(values: dict[str, str], compared: bool) -> dict[str, str]:
    return values if compared else {**values, "reason": ""}


def _of_letter(session: Session, matter: Matter, today: date, goes_along: Callable[[Matter], bool]) -> Iterator[Line]:
    """From the issue of a letter to its answer or to the silence; of one that did not arrive no more than its issue."""
    act, names = matter.act, called("name", matter, session)
    yield act.issued_on or today, "issued", {"number": str(act.number), **names}
    deemed = next((one.deemed_on for one in matter.owed if one.deemed_on is not None), None)
    if matter.addressee.delivered_on is not None:
        proof = "" if _refuted(session, matter) else _proof_words(matter, today, enclosed=goes_along(matter))
        yield matter.addressee.delivered_on, "delivered", {**names, "proof": proof}
    elif deemed is not None:
        yield deemed, "deemed", names
    else:
        return
    yield from stood(session, matter, today)
    yield from last_days.passed(matter, names, today)
    yield from _of_answers(session, matter, names, today)


def _of_grants(session: Session, matter: Matter) -> Iterator[Line]:
    """More time, and that it was taken back, with the items for which where those are not all."""
    kinds = (EntryKind.EXTENDED.value, EntryKind.GRANT_CORRECTED.value)
    granted = select(ClockEntry).where(
        ClockEntry.obligation_id.in_([one.id for one in matter.owed]), ClockEntry.kind.in_(kinds)
    )
    places = {one.id: item.place + 1 for one, item in zip(matter.owed, matter.items, strict=True)}
    given: dict[tuple[date, date, str, date], list[int]] = {}
    for entry in session.execute(granted.order_by(ClockEntry.number)).scalars():
        if entry.until is not None:
            key = (entry.effective, entry.until, entry.kind, entry.decided_on or entry.effective)
            given.setdefault(key, []).append(places[entry.obligation_id])
    for (day, until, kind, decided), items in given.items():
        days = {"until": day_words(until, matter.language), "decided": day_words(decided, matter.language)}
        about = {**days, "items": ", ".join(map(str, sorted(items)))}
        yield day, kind if len(items) == len(places) else f"{kind}_items", about


def _of_expected(session: Session, matter: Matter) -> Iterator[Line]:
    """The day by which the office expected a measure that it found in process: where that is later than the body's own, it is its last day."""
    places = {one.id: item.place + 1 for one, item in zip(matter.owed, matter.items, strict=True)}
    rows = select(AssessmentRecord).where(
        AssessmentRecord.obligation_id.in_(places), AssessmentRecord.promised_date.is_not(None)
    )
    told: dict[tuple[date, str], set[int]] = {}
    for one in session.execute(rows.order_by(AssessmentRecord.at, AssessmentRecord.id)).scalars():
        until = day_words(one.promised_date, matter.language) if one.promised_date else ""
        told.setdefault((local_date(one.at), until), set()).add(places[one.obligation_id])
    for (day, until), items in told.items():
        yield day, "found_in_process", {"until": until, "items": ", ".join(map(str, sorted(items)))}


def _refuted(session: Session, matter: Matter) -> bool:
    """Whether the day was corrected and what the platform noted of the way by wire shows the one that was wrong."""
    corrected = ClockEntry.kind == EntryKind.CORRECTED, ClockEntry.event == StartEvent.DELIVERED
    of_letter = ClockEntry.obligation_id.in_([one.id for one in matter.owed])
    by_wire = matter.addressee.proof_id is None and matter.addressee.channel in BY_WIRE
    return by_wire and session.execute(select(ClockEntry.id).where(of_letter, *corrected).limit(1)).first() is not None


def _proof_words(matter: Matter, today: date, *, enclosed: bool) -> str:
    """What shows that the letter arrived, before a blank; empty where the office has nothing that does."""
    copy, words = matter.addressee, data.rung_words("proofs", today)
    key = str(copy.channel)
    if copy.shown_by_reply:
        key = "reply"
    elif copy.proof_id is not None:
        key = f"{'tracked' if copy.tracking else 'slip'}{'_enclosed' if enclosed else ''}"
    if key not in words:
        return ""
    return " " + fill(words[key], "text", matter.language, tracking=copy.tracking or "")


def _of_answers(session: Session, matter: Matter, names: dict[str, str], today: date) -> Iterator[Line]:
    yield from asked.silence(session, matter, names, today)
    for one, item in zip(matter.owed, matter.items, strict=True):
        about = {**names, "items": str(item.place + 1)}
        if one.insufficient_on is not None:
            yield one.insufficient_on, "insufficient", about
        promised = one.implementation_due
        if one.reply in YES and promised is not None and promised < today:
            yield promised, "promised", about
        if one.assessed in {Assessed.NOT, Assessed.PARTLY}:
            yield found_on(session, one) or today, f"found_{one.assessed}", about


def _of_its_word(session: Session, matter: Matter, names: dict[str, str]) -> Iterator[Line]:
    """What the body answered, and what it reported and asked for since."""
    claims = _claims(session, matter)
    answers = answers_to(session, [one.id for one in matter.owed])
    for one, item in zip(matter.owed, matter.items, strict=True):
        about = {**names, "items": str(item.place + 1)}
        for answer in answers[one.id]:
            until = {"until": day_words(answer.named, matter.language)} if answer.named else {}
            part = {"part": in_part(answer.position is Position.ACCEPTED_IN_PART, matter.language, answer.on)}
            yield answer.on, _answer_line(answer), about | until | part
        for claim in claims.get(one.id, ()):
            until = {"until": day_words(claim.promised_date, matter.language)} if claim.promised_date else {}
            yield local_date(claim.at), _claim_line(claim), about | until


def in_part(partly: bool, language: str, day: date) -> str:
    """What is said of an acceptance, before a blank: whether it is one in part."""
    return f" {fill(data.rung_words('said', day)['in_part'], 'text', language)}" if partly else ""


def _claims(session: Session, matter: Matter) -> dict[UUID, list[Claim]]:
    """What the body reported after its replies, by obligation, as it came."""
    reported: dict[UUID, list[Claim]] = {}
    rows = select(Claim).where(Claim.obligation_id.in_([one.id for one in matter.owed])).order_by(Claim.at, Claim.id)
    for claim in session.execute(rows).scalars():
        reported.setdefault(claim.obligation_id, []).append(claim)
    return reported


def _claim_line(claim: Claim) -> str:
    if claim.promised_date is not None:
        return "reported_named" if claim.moved else "reported_asks"
    return f"reported_{claim.claimed}"


def _answer_line(answer: Answered) -> str:
    if answer.position is Position.REFUSED:
        return "refused"
    if not answer.is_yes:
        return "not_competent"
    if answer.named is None:
        return "accepted_done" if answer.done else "accepted"
    return "accepted_named" if answer.moved else "accepted_asks"


def _of_rungs(session: Session, matter: Matter, today: date, goes_along: Callable[[Matter], bool]) -> Iterator[Line]:
    """The rungs whose letter left, and what became of those that were acts of their own."""
    language, ways = matter.language, data.alternative_entries(today)
    for one, day in sent_rungs(session, matter):
        way = ways.get(one.alternative or "")
        about = {"way": str(way[f"name_{language}"]) if way else str(one.alternative)}
        beyond = further(session, matter, one)
        if beyond is not None:
            about |= {**called("to", beyond, session), "number": str(beyond.act.number)}
            yield day, "way" if one.alternative else _rung_line(session, matter, one, day), about
            for then, key, values in _of_letter(session, beyond, today, goes_along):
                yield then, key, _of_its_letter(values, beyond, today)
        elif one.alternative is not None:
            yield day, "alternative", about
        elif one.rung in {RungKey.REMINDER, RungKey.SECOND_REMINDER}:
            yield day, one.rung, {}


def _of_its_letter(values: dict[str, str], beyond: Matter, today: date) -> dict[str, str]:
    """Beside the items of another letter those of this one stand with its number."""
    if "items" not in values:
        return values
    number, words = str(beyond.act.number), data.rung_words("places", today)["of_letter"]
    return values | {"items": fill(words, "text", beyond.language, items=values["items"], number=number)}


def _rung_line(session: Session, matter: Matter, sent: Escalation, day: date) -> str:
    """A body that nobody has confirmed to be the superior is not called so."""
    superior = sent.rung == RungKey.HIERARCHICAL_SUPERIOR and sent.to is not None
    if superior and not is_confirmed(
        session, matter.addressee.institution_id, UUID(str(sent.to)), RelationKind.HIERARCHICAL, day
    ):
        return f"{sent.rung}_unread"
    return sent.rung


def sent_rungs(session: Session, matter: Matter) -> list[tuple[Escalation, date]]:
    """One for each rung about these items whose letter left, with that day, in their order."""
    rows = select(Escalation).where(Escalation.obligation_id.in_([one.id for one in matter.owed]), counts())
    escalations = session.execute(rows.order_by(Escalation.on, Escalation.at, Escalation.id)).scalars()
    left = ((one, left_on(session, one)) for one in escalations)
    return list({(one.rung, day): (one, day) for one, day in left if day is not None}.values())
