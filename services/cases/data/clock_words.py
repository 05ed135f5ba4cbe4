"""A clock, and the first day of a rung, in sentences, in either language: what cases knows of them, said by shared/clock_words.py."""

from datetime import date, timedelta
from typing import Any

from services.cases import data
from services.cases.domain.by_when import ByWhen
from services.cases.domain.clock import Course
from services.cases.domain.escalation import Counted
from services.cases.domain.explanation import Segment, Why, lines, segments
from shared import clock_words as shared_words
from shared.clock_words import Account, Run, TakenBack, day_words
from shared.lateness import Delay

_ONE_DAY = timedelta(days=1)


def fill(entry: Any, name: str, language: str, /, **values: str) -> str:
    """The words `name` of an entry in a language, with what stands in braces filled in."""
    return str(entry[f"{name}_{language}"]).strip().format_map(values)


def clock_words(course: Course | None, entry: Any, language: str) -> list[str]:
    """The term, its legal basis, a sentence for each run of days, and what follows. `entry`: the term's, of the file; no
    `course`: an act without a term.
    """
    return shared_words.sentences(account(course, entry, language) if course else None, language)


def delay_words(delay: Delay, language: str) -> str:
    """By how much an answer is late, where a part of the days since its last one is nobody's; empty where all are its body's."""
    if not delay.held:
        return ""
    numbers = {"whole": delay.whole, "held": delay.held, "late": delay.late}
    about = {name: str(number) for name, number in numbers.items()}
    days = {"due": day_words(delay.due, language), "until": day_words(delay.until, language)}
    return fill(
        data.rung_words("counts", delay.until)["late_unasked" if delay.by_office else "late_held"],
        "text",
        language,
        **about,
        **days,
    )


def fell_words(fell_on: date, language: str) -> str:
    """Why there is no last day of what is asked by a letter that counts no more."""
    words = data.in_force(data.entries("standing", "by_when"), fell_on)
    return fill(words["fell"], "text", language, fell=day_words(fell_on, language))


def account(course: Course, entry: Any, language: str) -> Account:
    return Account(
        value=course.term.value,
        unit=course.term.unit.value,
        runs=[_run(one, language) for one in lines(segments(course.days))],
        start_event=course.term.start_event.value,
        basis=entry["legal_basis_en"] if language == "en" else entry["legal_basis"],
        closed_on=course.closed_on,
        answered_on=course.answered_on,
        held_since=course.held_since,
        asked_again=course.asked_again,
        corrected_on=course.corrected_on,
        taken_back=TakenBack(**vars(course.taken_back)) if course.taken_back else None,
    )


def why_words(counted: Counted | None, language: str) -> str:
    """Why a rung may be sent from its day on; empty where the commissioner lifted the waiting."""
    if counted is None:
        return ""
    words = data.rung_words("due", counted.on)
    reached, on = day_words(counted.reached, language), day_words(counted.on, language)
    about = {"reached": reached, "day": day_words(counted.day, language), "days": str(counted.days)}
    why = fill(words[counted.since.value], "text", language, **about)
    if counted.held:
        why = (
            f"{why} {fill(words['unasked' if counted.by_office else 'held'], 'text', language, held=str(counted.held))}"
        )
    if counted.on == counted.reached:
        return why
    return f"{why} {fill(words['day_off'], 'text', language, reached=reached, on=on)}"


def by_when_words(
    found: ByWhen | None,
    item_day: date | None,
    on: date,
    language: str,
    *,
    asked: date | None = None,
    over: tuple[str, date] | None = None,
    moved: tuple[date, date] | None = None,
) -> str:
    """Why a measure is to be done by that day; empty where nobody named one. `item_day`: as the letter sets it, be it a day off; `on`:
    the day whose words they are, with how far the body may still move it by the first answer by which it accepts; `asked`: one that the body named and that the office has not given; `over`: why there is
    none any more, and since when: `turned` to another body, its clock `closed`, or the letter `fell`; `moved`: the day that the office's word
    took the place of, and the day of that word.
    """
    words = data.in_force(data.entries("standing", "by_when"), on)
    if over is not None:
        return fill(words[over[0]], "text", language, **{over[0]: day_words(over[1], language)})
    if found is None:
        return fill(words["asked_alone"], "text", language, asked=day_words(asked, language)) if asked else ""
    of_letter = "item_day_off" if item_day is not None and item_day != found.named else "item"
    of_body = "unknown" if found.unknown else "promised"
    keys = ["noted" if found.noted else of_body if found.promised else of_letter]
    keys += ["before"] if moved is not None else []
    if found.day is None or found.held:
        cause = "unasked" if found.by_office else "held"
        stands = "unasked_yet" if found.by_office else "stands"
        keys.append(stands if found.day is None else cause)
    if found.by_reply:
        keys.append("by_reply")
    elif found.day != found.reached:
        keys.append("day_off")
    if found.worked:
        keys.append("worked")
    reach = found.latest - (found.day or found.named) if found.latest is not None and asked is None else None
    moves = "reach" if found.moves_on(on) else "passed"
    keys += ["asked"] if asked is not None else [moves] if reach else []
    days = {"named": found.named, "set": item_day, "day": found.day, "reached": found.reached, "asked": asked}
    days["latest"] = found.latest
    days["former"], days["moved"] = moved or (None, None)
    values = {name: day_words(day, language) for name, day in days.items() if day is not None}
    values["days"] = str(reach.days if reach else 0)
    return " ".join(fill(words[key], "text", language, held=str(found.held), **values) for key in keys)


def _run(one: Segment, language: str) -> Run:
    # A rolled-over day bears the name of the day before, which could not be the last.
    named = one.first - _ONE_DAY if one.why is Why.ROLLED_OVER else one.first
    name = data.day_off_name(named, one.name, language)
    return Run(one.why.value, one.first, one.last, one.days, one.count, name, one.ends_off)
