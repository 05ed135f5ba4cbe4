"""What the letter of a rung says: the words of the data file, filled with what happened and on which day."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations.matter import Matter, matter_of
from services.cases.data.clock_words import clock_words, fill
from services.cases.domain import clock
from services.cases.domain.escalation import REFUSALS
from services.cases.domain.ladder import RungKey
from services.cases.domain.ledger import EntryKind
from services.cases.domain.timeliness import local_date
from services.cases.models import ClockEntry, Escalation, Obligation, Recommendation
from services.cases.queries.situations import ledger_of
from shared.clock_words import day_words
from shared.declension import Declined, declined
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.events.documents.cases import PlainText

FORMAT = "besa.text.1"
#: One thing that happened: its day, the key of its sentence, what the sentence is filled with.
Line = tuple[date, str, dict[str, str]]


def put_text(documents: Documents, title: str, text: str, language: str) -> str:
    """A letter or an annex as a document; returns its name."""
    return documents.keep(PlainText(format=FORMAT, title=title, text=text, language=language))


def letter_words(session: Session, matter: Matter, rung: RungKey, today: date, **more: str) -> dict[str, str]:
    """`title`, `text` and what else the entry of the rung has (`item`, `evidence`), unfilled where it is for each item."""
    language = matter.act.language
    entry = data.rung_words("letters", today)[rung.value]
    due = max((one.reply_due for one in matter.owed if one.reply_due), default=today)
    values = {
        "number": str(matter.act.number),
        "issued": day_words(matter.act.issued_on or today, language),
        **called("body", matter, session),
        "today": day_words(today, language),
        "due": day_words(due, language),
        "late": str((today - due).days),
        "passed": passed_words((today - due).days, language, today),
        "items": "\n".join(f"{item.place + 1}. {item.text}" for item in matter.items),
        "story": "\n".join(chronology(session, matter, today)),
        **more,
    }
    return {name: fill(entry, name, language, **values) for name in ("title", "text")}


def item_words(matter: Matter, rung: RungKey, today: date) -> list[tuple[str, str]]:
    """What is asked of the addressee for each item, and the evidence that would show it."""
    language, entry = matter.act.language, data.rung_words("letters", today)[rung.value]
    body = matter.addressee.name(language)
    return [
        (
            fill(entry, "item", language, body=body, item=item.text),
            item.evidence_expected or fill(entry, "evidence", language),
        )
        for item in matter.items
    ]


def called(placeholder: str, matter: Matter, session: Session) -> dict[str, str]:
    """The name of the body in every case that a sentence may ask for, by what stands in braces."""
    addressee, language = matter.addressee, matter.act.language
    body = session.get(KnownInstitution, addressee.institution_id)
    return names_in_cases(placeholder, addressee.name(language), body, language)


def names_in_cases(placeholder: str, name: str, body: KnownInstitution | None, language: str) -> dict[str, str]:
    """As the directory declines the name; one that it has no more is declined by the rule. English has one form."""
    forms = Declined(name, name) if language != "sq" else declined(name)
    if body is not None and language == "sq" and body.name_sq == name:
        forms = Declined(body.dative_sq, body.accusative_sq)
    return {placeholder: name, f"{placeholder}_dat": forms.dative, f"{placeholder}_acc": forms.accusative}


def passed_words(days: int, language: str, today: date) -> str:
    """Such as "ka kaluar 1 ditë", "kanë kaluar 13 ditë"."""
    entry = data.rung_words("counts", today)["passed"]
    number = "none" if days <= 0 else Locale.parse(language).plural_form(days)
    return fill(entry, number, language, count=str(days))


def chronology(session: Session, matter: Matter, today: date) -> list[str]:
    """What happened with the letter, one sentence per event, in the order of the days."""
    language, words = matter.act.language, data.rung_words("lines", today)
    lines = [*_of_letter(session, matter, today), *_of_rungs(session, matter, today)]
    order = list(words)
    lines.sort(key=lambda line: (line[0], order.index(line[1])))
    sentences = [
        fill(words[key], "text", language, day=day_words(day, language), **values) for day, key, values in lines
    ]
    return list(dict.fromkeys(sentences))


def explained(session: Session, obligation: Obligation, language: str) -> list[str]:
    """Why the last day of an obligation is that day."""
    if obligation.term is None:
        return clock_words(None, None, language)
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    course = clock.course(entries, data.calendar_of(obligation.issued_on), term, obligation.answered_on)
    entry = data.term_entry(course.term.key, course.term.valid_from or obligation.issued_on)
    return clock_words(course, entry, language)


def _of_letter(session: Session, matter: Matter, today: date) -> Iterator[Line]:
    """From the issue of a letter to its answer or to the silence."""
    act, names = matter.act, called("name", matter, session)
    yield act.issued_on or today, "issued", {"number": str(act.number), **names}
    if matter.addressee.delivered_at is not None:
        yield local_date(matter.addressee.delivered_at), "delivered", names
    granted = select(ClockEntry).where(
        ClockEntry.obligation_id.in_([one.id for one in matter.owed]), ClockEntry.kind == EntryKind.EXTENDED
    )
    for entry in session.execute(granted).scalars():
        if entry.until is not None:
            yield entry.effective, "extended", {"until": day_words(entry.until, act.language)}
    yield from _of_answers(matter, names, today)


def _of_answers(matter: Matter, names: dict[str, str], today: date) -> Iterator[Line]:
    last = max((one.reply_due for one in matter.owed if one.reply_due), default=None)
    silent = [one for one in matter.owed if one.answered_on is None]
    if last is not None and last <= today:
        yield last, "last_day", names
    if silent:
        yield today, "silent", names
    for one, item in zip(matter.owed, matter.items, strict=True):
        about = {**names, "items": str(item.place + 1)}
        if one.answered_on is not None:
            yield one.answered_on, "refused" if one.reply in REFUSALS else "answered", about
        if one.insufficient_on is not None:
            yield one.insufficient_on, "insufficient", about


def _of_rungs(session: Session, matter: Matter, today: date) -> Iterator[Line]:
    """The rungs that were sent, and what became of those that were acts of their own."""
    language, ways = matter.act.language, data.alternative_entries(today)
    for one in sent_rungs(session, matter):
        if one.alternative is not None:
            way = ways.get(one.alternative)
            yield one.on, "alternative", {"way": str(way[f"name_{language}"]) if way else one.alternative}
        elif one.act_id is not None and one.to is not None:
            act = session.get_one(Recommendation, one.act_id)
            further = matter_of(session, act, one.to, owed_on(session, act, one.to))
            yield one.on, one.rung, {**called("to", further, session), "number": str(act.number)}
            yield from _of_letter(session, further, today)
        elif one.rung in {RungKey.REMINDER, RungKey.SECOND_REMINDER}:
            yield one.on, one.rung, {}


def sent_rungs(session: Session, matter: Matter) -> list[Escalation]:
    """One for each rung that was sent about these items, in the order of the days."""
    rows = select(Escalation).where(Escalation.obligation_id.in_([one.id for one in matter.owed]))
    escalations = session.execute(rows.order_by(Escalation.on, Escalation.at, Escalation.id)).scalars()
    return list({(one.rung, one.on): one for one in escalations}.values())


def owed_on(session: Session, act: Recommendation, institution_id: UUID) -> list[Obligation]:
    rows = select(Obligation).where(Obligation.recommendation_id == act.id, Obligation.institution_id == institution_id)
    return list(session.execute(rows.order_by(Obligation.id)).scalars())


def distinct_clocks(obligations: Iterable[Obligation]) -> list[Obligation]:
    """One of each that runs alike: items of one letter share their days until one is answered or given more time."""
    return list({(one.started_on, one.reply_due): one for one in obligations}.values())
