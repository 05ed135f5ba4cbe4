"""What the letter of a rung says: the words of the data file, filled with what happened and on which day."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from textwrap import shorten

from babel import Locale
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations import chronology, proofs
from services.cases.actions.escalations.matter import Matter
from services.cases.actions.escalations.naming import called
from services.cases.data import Entry
from services.cases.data import acts as act_data
from services.cases.data.clock_words import clock_words, fill
from services.cases.domain import clock
from services.cases.domain.escalation import answer_day
from services.cases.domain.issue_day import MARKS
from services.cases.domain.ladder import REMINDERS, RungKey
from services.cases.domain.obligations import Reply
from services.cases.domain.standing import OF_THE_DAY, PRESSING, REFUSALS, Ground
from services.cases.models import Obligation
from services.cases.queries.reply_words import answers_to, last_said, standing_since
from services.cases.queries.situations import ledger_of
from shared.clock_words import day_words
from shared.documents import Documents
from shared.english import in_sentences
from shared.events.documents.cases import PlainText
from shared.lateness import days_late
from shared.typed import UNSENT, Unsent

FORMAT = "besa.text.1"
#: How much of an answer is quoted; all of it is in the file.
LONGEST_QUOTED = 1_000


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
    parts: dict[str, Callable[[], str]] = {
        "items": lambda: "\n\n".join(_stands(session, documents, matter, today, word, entry)),
        "asks": lambda: _asks(dict.fromkeys(_stands_words(session, matter, today, "asked")), language, today),
        "stood": lambda: "\n".join(
            chronology.in_order(
                chronology.stood(session, matter, today), language, today, written, compared=not reminds
            )
        ),
        "story": lambda: "\n".join(chronology.told(session, matter, today, written, goes_along, compared=not reminds)),
        "enclosed": lambda: _enclosed_words(session, matter, today),
        "law": lambda: act_data.cited(entry, language, today),
        "answer_by": lambda: _answer_by(matter, RungKey(key), today),
    }
    # Each part asks for a dozen things, and no letter has all of them.
    asked = "".join(str(entry[f"{name}_{language}"]) for name in ("title", "text"))
    values = {
        **_of_act(matter, today),
        "letter": _found_by(matter, today),
        **called("body", matter, session),
        "today": written,
        **{name: part() for name, part in parts.items() if f"{{{name}}}" in asked},
        **more,
    }
    # What has nothing to say leaves no empty paragraph.
    return {name: re.sub(r"\n{3,}", "\n\n", fill(entry, name, language, **values)) for name in ("title", "text")}


def _asks(asked: Iterable[str], language: str, today: date) -> str:
    """All that is asked, each once; what comes after the first begins otherwise."""
    first, *others = asked
    besides = fill(data.rung_words("said", today)["besides"], "text", language)
    return " ".join((first, *(f"{besides} {one[:1].lower()}{one[1:]}" for one in others)))


def days_to_answer(owed: Obligation, rung: RungKey) -> int | None:
    """By how many days after its delivery a reminder asks for an answer."""
    ladder = data.ladder_on(owed.ladder, owed.issued_on)
    return ladder.days_to_answer(rung) if ladder is not None else None


def _answer_by(matter: Matter, rung: RungKey, today: date) -> str:
    """By when an answer is asked for: who reads the portal has the letter today, who has it on paper once it was delivered."""
    days = days_to_answer(matter.owed[0], rung)
    if days is None:
        return ""
    entry = data.rung_words("answer_by", today)["by_wire" if matter.addressee.reads_portal else "on_paper"]
    until = day_words(answer_day(today, days, data.calendar_of(today), ()), matter.language)
    return fill(entry, "text", matter.language, day=until, days=str(days))


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
    days = [day_words(day, language) for one, day in chronology.sent_rungs(session, matter) if one.rung in REMINDERS]
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
            "part": chronology.in_part(one.reply == Reply.ACCEPTED_IN_PART, language, today),
        }
        ground = grounds_of(one, today)
        entry = words["time_given_passed" if ground in OF_THE_DAY and _is_given(one) else ground]
        yield fill(entry, word if f"{word}_{language}" in entry else "text", language, **values)


def _is_given(obligation: Obligation) -> bool:
    """Whether its last day is one that the office gave, be it after a word of its body."""
    by = obligation.by_when
    return by is not None and by.noted


def grounds_of(obligation: Obligation, today: date) -> str:
    """On what a letter of that day rests, as its words are called: a ground; where the commissioner brought a rung forward, that the
    term still runs, or that it has no last day yet. Nobody named the day itself that the office gave.
    """
    ground, due = obligation.ground_on(today), obligation.reply_due
    if ground is Ground.BROKEN_PROMISE and _is_given(obligation):
        return Ground.DAY_PASSED.value
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
            fill(entry, "item", language, item=_quoted(item.text), **about),
            item.evidence_expected or fill(entry, "evidence", language),
        )
        for item in matter.items
    ]


def _quoted(words: str) -> str:
    """Words that are put between marks, and have none of these of their own."""
    return words.replace("“", "‘").replace("”", "’")


def letter_named(session: Session, matter: Matter, entry: Entry, today: date) -> str:
    """Which letter it is: its number, its day and its body, as the `entry` says it."""
    return fill(entry, "text", matter.language, **called("body", matter, session), **_of_act(matter, today))


def _late_words(obligation: Obligation, due: date, language: str, today: date) -> str:
    """As pages and API count it: the days on which a court or a prosecutor had the matter are nobody's, and it is said that they are left out."""
    whole = (today - due).days
    late = days_late(due, today, obligation.free_days(reply=True)) if whole > 0 else 0
    key = "passed_unasked" if obligation.askings else "passed_held"
    passed = passed_words(late, language, today)
    return passed if late >= whole else fill(data.rung_words("counts", today)[key], "text", language, passed=passed)


def passed_words(days: int, language: str, today: date) -> str:
    """Such as "ka kaluar 1 ditë", "kanë kaluar 13 ditë"."""
    entry = data.rung_words("counts", today)["passed"]
    number = "none" if days <= 0 else Locale.parse(language).plural_form(days)
    return fill(entry, number, language, count=str(days))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


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


def distinct_clocks(session: Session, matter: Matter) -> dict[str, list[int]]:
    """How each clock was counted, in words, with the numbers of the items of which that is true: those of one letter run alike until one is answered
    or given more time.
    """
    alike: dict[str, list[int]] = {}
    for one, item in zip(matter.owed, matter.items, strict=True):
        alike.setdefault("\n".join(explained(session, one, matter.language)), []).append(item.place + 1)
    return alike
