"""What the letter of a rung says: the words of the data file, filled with what happened and on which day."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from textwrap import shorten
from uuid import UUID

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations import asked, proofs, standstills
from services.cases.actions.escalations.matter import Matter, matter_of
from services.cases.actions.escalations.naming import called
from services.cases.actions.escalations.standstills import Line
from services.cases.data import Entry
from services.cases.data import acts as act_data
from services.cases.data.clock_words import clock_words, fill
from services.cases.domain import clock
from services.cases.domain.bodies import RelationKind
from services.cases.domain.issue_day import MARKS
from services.cases.domain.ladder import REMINDERS, RungKey
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import Assessed
from services.cases.domain.replies import Position
from services.cases.domain.standing import PRESSING, REFUSALS, YES, Ground
from services.cases.domain.timeliness import days_late
from services.cases.models import ClockEntry, Escalation, Obligation, Recommendation
from services.cases.queries.reply_words import Answered, answers_to, last_said, standing_since
from services.cases.queries.situations import found_on, is_confirmed, ledger_of, left_on, stands
from shared.clock_words import day_words
from shared.documents import Documents
from shared.english import in_sentences
from shared.events.documents.cases import PlainText
from shared.typed import UNSENT, Unsent

FORMAT = "besa.text.1"
#: How much of an answer is quoted; all of it is in the file.
LONGEST_QUOTED = 1_000
#: Lines of what a body answered.
_ANSWERS = frozenset({"refused", "not_competent", "accepted", "accepted_named", "accepted_asks"})


def put_text(documents: Documents, title: str, text: str, language: str, *, pdf: str | Unsent = UNSENT) -> str:
    """A letter or an annex as a document; returns its name. `pdf`: what is printed in its place."""
    return documents.keep(PlainText(format=FORMAT, title=title, text=text, language=language, pdf=pdf))


def letter_words(
    session: Session, documents: Documents, matter: Matter, key: str, today: date, **more: str
) -> dict[str, str]:
    """What the entry of that key (a rung, or the kind of act of a lawful way) says: `title`, `text` and what else the entry of the rung has (`item`, `evidence`), unfilled where it is for each item."""
    language = matter.language
    entries = data.rung_words("letters", today)
    entry = entries.get(f"{matter.owed[0].ladder}_{key}", entries[key])
    # A reminder is worded anew when it is sent; an act may wait for its second person.
    reminds = key in REMINDERS
    written = day_words(today, language) if reminds else MARKS[language]

    def goes_along(about: Matter) -> bool:
        own = about.act is matter.act or key == RungKey.ASSEMBLY_REPORT
        return not reminds and own and proofs.enclosable(session, documents, about) is not None

    word = "text" if reminds else "head" if key == "head_notice" else "about"
    values = {
        **_of_act(matter, today),
        "letter": _found_by(matter, today),
        **called("body", matter, session),
        "today": written,
        "items": "\n\n".join(_stands(session, documents, matter, today, word, entry)),
        "asks": "\n\n".join(dict.fromkeys(_stands_words(session, matter, today, "asked"))),
        "stood": "\n".join(_in_order(_stood(session, matter, today), language, today, written, compared=not reminds)),
        "story": "\n".join(chronology(session, matter, today, written, goes_along, compared=not reminds)),
        "enclosed": _enclosed_words(session, matter, today),
        **more,
    }
    # What has nothing to say leaves no empty paragraph.
    return {name: re.sub(r"\n{3,}", "\n\n", fill(entry, name, language, **values)) for name in ("title", "text")}


def _found_by(matter: Matter, today: date) -> str:
    """Its number, and the one of the protocol book, where it has one."""
    act = matter.act
    if act.protocol is None:
        return str(act.number)
    protocol = act_data.letter_words(matter.language, today)["protocol"].format(protocol=act.protocol)
    return f"{act.number} ({protocol[:1].lower()}{protocol[1:]})"


def _stands(
    session: Session, documents: Documents, matter: Matter, today: date, word: str, entry: Entry
) -> Iterator[str]:
    """The items, as the `entry` of the letter names them, with what is so of each today, by its own ground: who broke a promise is not told
    that it was silent. To others with the words in which the body answered.
    """
    names = called("body", matter, session) | _of_act(matter, today)
    said: dict[str, list[str]] = {}
    for owed, item, so in zip(matter.owed, matter.items, _stands_words(session, matter, today, word), strict=True):
        own = "" if word == "text" else _in_its_words(session, documents, matter, owed, today)
        sentence = f"{so} {own}".strip()
        place = str(item.place + 1)
        named = f"named_{matter.language}" in entry
        told = (
            fill(entry, "named", matter.language, place=place, item=item.text, **names)
            if named
            else f"{place}. {item.text}"
        )
        said.setdefault(sentence, []).append(told)
    for sentence, items in said.items():
        yield "\n".join([*items, sentence])


def _of_act(matter: Matter, today: date) -> dict[str, str]:
    """The number of the letter and the day on which it was issued."""
    return {"number": str(matter.act.number), "issued": day_words(matter.act.issued_on or today, matter.language)}


def _in_its_words(session: Session, documents: Documents, matter: Matter, obligation: Obligation, today: date) -> str:
    """Why the body does not do it, where that is what it said."""
    said = last_said(session, documents, obligation)
    if said is None or grounds_of(obligation, today) not in {Ground.REFUSAL.value, Ground.INSUFFICIENT.value}:
        return ""
    refused = obligation.reply in REFUSALS
    key = "no_reasons" if refused and not said.reasoned else "noted" if said.noted else "own"
    if key != "no_reasons" and not said.words:
        return ""
    entry, names = data.rung_words("said", today)[key], called("body", matter, session)
    return fill(entry, "text", matter.language, said=shorten(said.words, LONGEST_QUOTED, placeholder=" […]"), **names)


def _enclosed_words(session: Session, matter: Matter, today: date) -> str:
    """Which letters are enclosed: that a reminder is, only where one left."""
    language = matter.language
    days = [day_words(day, language) for one, day in sent_rungs(session, matter) if one.rung in REMINDERS]
    key = ("letter", "reminder")[len(days)] if len(days) < 2 else "reminders"
    return fill(data.rung_words("enclosed", today)[key], "text", language, days=", ".join(days))


def standing_words(standing: str, language: str, today: date) -> str:
    """Why whoever is turned to is, by a key of `standings`; of the day on which the act leaves."""
    return fill(data.rung_words("standings", today)[standing], "text", language, today=MARKS[language])


def _stands_words(session: Session, matter: Matter, today: date, word: str) -> Iterator[str]:
    language, words = matter.language, data.rung_words("grounds", today)
    names = called("body", matter, session)
    answers = answers_to(session, [one.id for one in matter.owed])
    for one in matter.owed:
        due, promised = one.reply_due, one.implementation_due
        answered = standing_since(answers[one.id]) or one.answered_on
        values = {
            **names,
            "due": day_words(due, language) if due else "",
            "passed": _capital(_late_words(one, due, language, today)) if due else "",
            "promised": day_words(promised, language) if promised else "",
            "answered": day_words(answered, language) if answered else "",
        }
        entry = words[grounds_of(one, today)]
        yield fill(entry, word if f"{word}_{language}" in entry else "text", language, **values)


def grounds_of(obligation: Obligation, today: date) -> str:
    """On what a letter of that day rests, as its words are called: a ground; where the commissioner brought a rung forward, that the
    term still runs, or that it has no last day yet.
    """
    ground, due = obligation.ground_on(today), obligation.reply_due
    if ground in PRESSING:
        return ground.value
    if due is None:
        return "no_last_day"
    return "running" if due >= today else Ground.SILENCE.value


def item_words(matter: Matter, key: str, today: date) -> list[tuple[str, str]]:
    """What is asked of the addressee for each item, and the evidence that would show it."""
    language, entry = matter.language, data.rung_words("letters", today)[key]
    name = matter.addressee.name(language)
    about = {"body": name} | in_sentences("body", name, language) | _of_act(matter, today)
    return [
        (
            fill(entry, "item", language, item=item.text, **about),
            item.evidence_expected or fill(entry, "evidence", language),
        )
        for item in matter.items
    ]


def _late_words(obligation: Obligation, due: date, language: str, today: date) -> str:
    """As pages and API count it: the days on which a court or a prosecutor had the matter are nobody's, and it is said that they are left out."""
    whole = (today - due).days
    late = days_late(due, today, obligation.stretches) if whole > 0 else 0
    passed = passed_words(late, language, today)
    return (
        passed
        if late >= whole
        else fill(data.rung_words("counts", today)["passed_held"], "text", language, passed=passed)
    )


def passed_words(days: int, language: str, today: date) -> str:
    """Such as "ka kaluar 1 ditë", "kanë kaluar 13 ditë"."""
    entry = data.rung_words("counts", today)["passed"]
    number = "none" if days <= 0 else Locale.parse(language).plural_form(days)
    return fill(entry, number, language, count=str(days))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def chronology(
    session: Session,
    matter: Matter,
    today: date,
    written: str,
    goes_along: Callable[[Matter], bool],
    *,
    compared: bool = True,
) -> list[str]:
    """What happened with the letter, one sentence per event, in the order of the days; what is so to this day is said of `written`, the
    day of the letter in words. `goes_along`: whether what shows the delivery of a letter is enclosed. `compared`: as `_in_order`.
    """
    lines = [*_of_letter(session, matter, today, goes_along), *_of_rungs(session, matter, today, goes_along)]
    return _in_order(lines, matter.language, today, written, compared=compared)


def _stood(session: Session, matter: Matter, today: date) -> list[Line]:
    names = called("name", matter, session)
    return [*standstills.lines_of(session, matter, names, today), *asked.lines_of(session, matter, names)]


def _in_order(lines: list[Line], language: str, today: date, written: str, *, compared: bool) -> list[str]:
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
            day=written if key in {"silent", "silent_items"} else day_words(day, language),
        )
        for day, key, values in lines
    ]
    return list(dict.fromkeys(sentences))


def _said(values: dict[str, str], compared: bool) -> dict[str, str]:
    return values if compared else {**values, "reason": ""}


def explained(session: Session, obligation: Obligation, language: str) -> list[str]:
    """Why the last day of an obligation is that day, for a paper that leaves: law that is not confirmed is not cited."""
    if obligation.term is None:
        return clock_words(None, None, language)
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    course = clock.course(entries, data.calendar_of(obligation.issued_on), term, obligation.answered_on)
    entry = data.term_entry(course.term.key, course.term.valid_from or obligation.issued_on)
    cited = entry if entry["confirmed"] else {**entry, "legal_basis": "", "legal_basis_en": ""}
    return clock_words(course, cited, language)


def _of_letter(session: Session, matter: Matter, today: date, goes_along: Callable[[Matter], bool]) -> Iterator[Line]:
    """From the issue of a letter to its answer or to the silence; of one that did not arrive no more than its issue."""
    act, names = matter.act, called("name", matter, session)
    yield act.issued_on or today, "issued", {"number": str(act.number), **names}
    deemed = next((one.deemed_on for one in matter.owed if one.deemed_on is not None), None)
    if matter.addressee.delivered_on is not None:
        proof = _proof_words(matter, today, enclosed=goes_along(matter))
        yield matter.addressee.delivered_on, "delivered", {**names, "proof": proof}
    elif deemed is not None:
        yield deemed, "deemed", names
    else:
        return
    yield from _stood(session, matter, today)
    yield from _of_grants(session, matter)
    yield from _of_answers(session, matter, names, today)


def _of_grants(session: Session, matter: Matter) -> Iterator[Line]:
    """More time, with the items for which it was given where those are not all."""
    granted = select(ClockEntry).where(
        ClockEntry.obligation_id.in_([one.id for one in matter.owed]), ClockEntry.kind == EntryKind.EXTENDED
    )
    places = {one.id: item.place + 1 for one, item in zip(matter.owed, matter.items, strict=True)}
    given: dict[tuple[date, date], list[int]] = {}
    for entry in session.execute(granted.order_by(ClockEntry.number)).scalars():
        if entry.until is not None:
            given.setdefault((entry.effective, entry.until), []).append(places[entry.obligation_id])
    for (day, until), items in given.items():
        about = {"until": day_words(until, matter.language), "items": ", ".join(map(str, sorted(items)))}
        yield day, "extended" if len(items) == len(places) else "extended_items", about


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
    last = max((one.reply_due for one in matter.owed if one.reply_due), default=None)
    if last is not None and last <= today:
        yield last, "last_day", names
    yield from asked.silence(session, matter, names, today)
    answers = answers_to(session, [one.id for one in matter.owed])
    for one, item in zip(matter.owed, matter.items, strict=True):
        about = {**names, "items": str(item.place + 1)}
        for answer in answers[one.id]:
            until = {"until": day_words(answer.named, matter.language)} if answer.named else {}
            yield answer.on, _answer_line(answer), about | until
        if one.insufficient_on is not None:
            yield one.insufficient_on, "insufficient", about
        promised = one.implementation_due
        if one.reply in YES and promised is not None and promised < today:
            yield promised, "promised", about
        if one.assessed in {Assessed.NOT, Assessed.PARTLY}:
            yield found_on(session, one) or today, f"found_{one.assessed}", about


def _answer_line(answer: Answered) -> str:
    if answer.position is Position.REFUSED:
        return "refused"
    if not answer.is_yes:
        return "not_competent"
    if answer.named is None:
        return "accepted"
    return "accepted_named" if answer.moved else "accepted_asks"


def _of_rungs(session: Session, matter: Matter, today: date, goes_along: Callable[[Matter], bool]) -> Iterator[Line]:
    """The rungs whose letter left, and what became of those that were acts of their own."""
    language, ways = matter.language, data.alternative_entries(today)
    for one, day in sent_rungs(session, matter):
        way = ways.get(one.alternative or "")
        about = {"way": str(way[f"name_{language}"]) if way else str(one.alternative)}
        if one.act_id is not None and one.to is not None:
            act = session.get_one(Recommendation, one.act_id)
            owed = owed_on(session, act, one.to)
            further = replace(matter_of(session, act, one.to, owed), language=language)
            about |= {**called("to", further, session), "number": str(act.number)}
            yield day, "way" if one.alternative else _rung_line(session, matter, one, day), about
            yield from _of_letter(session, further, today, goes_along)
        elif one.alternative is not None:
            yield day, "alternative", about
        elif one.rung in {RungKey.REMINDER, RungKey.SECOND_REMINDER}:
            yield day, one.rung, {}


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
    rows = select(Escalation).where(Escalation.obligation_id.in_([one.id for one in matter.owed]), stands())
    escalations = session.execute(rows.order_by(Escalation.on, Escalation.at, Escalation.id)).scalars()
    left = ((one, left_on(session, one)) for one in escalations)
    return list({(one.rung, day): (one, day) for one, day in left if day is not None}.values())


def owed_on(session: Session, act: Recommendation, institution_id: UUID) -> list[Obligation]:
    rows = select(Obligation).where(Obligation.recommendation_id == act.id, Obligation.institution_id == institution_id)
    return list(session.execute(rows.order_by(Obligation.id)).scalars())


def distinct_clocks(obligations: Iterable[Obligation]) -> list[Obligation]:
    """One of each that runs alike: items of one letter share their days until one is answered or given more time."""
    return list({(one.started_on, one.reply_due): one for one in obligations}.values())
