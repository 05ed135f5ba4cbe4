"""A clock in sentences: why an answer is due on that very day, as one would say it to the secretary of a mayor.

Office, API, annexes of letters and the portal of the bodies read this module, so that one clock is never told in two ways.
`statements` is the rule of what is said, in codes; `sentences` says it in a language. Neither says more than what was counted:
words that argued on their own would be a second source of law.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date

from shared.yaml_files import read_yaml

FILE = Path(__file__).parent / "data" / "clock_words.yaml"
LANGUAGES = ("sq", "en")
#: How a run calls a day that is off because it is a Saturday or Sunday; any other name is that of a holiday.
WEEKEND = "weekend"
#: A pair is the first and the last day of a run.
Value = date | tuple[date, date] | int | str
#: Days on which the clock stands.
STANDING = ("paused", "held", "asked_again")
#: Days of which the last is told as the one to which the deadline moves.
_LEAD_TO_A_DAY = ("extended", "grant_moved", "grant_corrected", "rolled_over")
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_ONLY_WITH_DAY = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True)
class Run:
    """Days in a row of which one thing is said. `why`: one of `CLOCK_DAYS` of the catalogue of events; `days` that it speaks
    of; `count`: how much of the term is used up by its end; `name`: of the day off, in the reader's language, where it is known;
    `ends_off`: the term ends with it on a day off, and stays there.
    """

    why: str
    first: date
    last: date
    days: int
    count: int
    name: str = ""
    ends_off: bool = False


@dataclass(frozen=True)
class TakenBack:
    """Time until `given` that the office gave by mistake and took back on `decided_on`, by a letter that was delivered on `told_on`; who relied on it
    is not late before `until`. `other`: until when it gave time that stands.
    """

    given: date
    decided_on: date
    told_on: date
    until: date
    other: date | None = None


@dataclass(frozen=True)
class Account:
    """What a clock came to. No `runs`: it has not begun. `closed_on`: the office closed it, and `runs` end before that day;
    `answered_on`: an answer ended it; `held_since`: a court or a prosecutor has the matter; `asked_again`: since when a letter is on its way that asks again; `corrected_on`: the office corrected the day from which it runs; `taken_back`: it gave time by mistake. `start_event` and `basis`, a text, are empty where the reader is not told them.
    """

    value: int
    unit: str
    runs: Sequence[Run]
    start_event: str = ""
    basis: str = ""
    closed_on: date | None = None
    answered_on: date | None = None
    held_since: date | None = None
    asked_again: date | None = None
    corrected_on: date | None = None
    taken_back: TakenBack | None = None


@dataclass(frozen=True)
class Statement:
    """One thing that is said: the key of its words, and what stands in their braces."""

    code: str
    values: Mapping[str, Value]


def statements(account: Account) -> Iterator[Statement]:
    """The term, a statement for each run of days in the order of the calendar, and what follows from them."""
    yield Statement(f"term.{account.unit}", {"num": account.value})
    if account.basis:
        yield Statement("legal_basis", {"basis": account.basis})
    yield from _of_runs(account)
    yield from _taken_back(account.taken_back)
    if account.closed_on is not None:
        yield Statement("closed", {"day": account.closed_on})
    elif account.runs and account.runs[-1].why not in STANDING:
        if account.runs[-1].ends_off:
            yield Statement("stays", {"day": account.runs[-1].last})
        passed = account.held_since is not None or account.asked_again is not None
        yield Statement("last_day.passed" if passed else "last_day", {"day": account.runs[-1].last})
    yield from _why_it_stands(account)
    if account.answered_on is not None:
        yield Statement("answered", {"day": account.answered_on})
    elif account.closed_on is None and not account.runs:
        yield Statement("not_begun", {})


def _why_it_stands(account: Account) -> Iterator[Statement]:
    if account.held_since is not None:
        yield Statement("stands.held", {"day": account.held_since})
    elif account.asked_again is not None:
        yield Statement("stands.asked_again", {"day": account.asked_again})


def _taken_back(what: TakenBack | None) -> Iterator[Statement]:
    if what is None:
        return
    days = {"given": what.given, "decided": what.decided_on, "told": what.told_on, "until": what.until}
    yield Statement("taken_back", {**days, "num": (what.until - what.told_on).days})
    if what.other is not None:
        yield Statement("taken_back.other", {"day": what.other})


def sentences(account: Account | None, language: str) -> list[str]:
    """The statements in the words of a language; `None` is an act without a term."""
    said = [Statement("no_term", {})] if account is None else statements(account)
    return [_words(one, language) for one in said]


def day_words(day: date, language: str) -> str:
    return str(format_date(day, "d MMMM y", locale=language))


def moved_by(cause: str, language: str, *, event: str = "", day: date | None = None, name: str = "") -> str:
    """What moved the last day, as a clause: `cause` is one of `CLOCK_ENTRIES` of the catalogue of events, `event` what a term
    began with, or `answered` where a reply ended it, `day` the one that the entry speaks of, and `name` that of a day off.
    """
    code = _of(f"moved.{cause}", event)
    words = str(vocabulary().get(code, vocabulary()[f"moved.{cause}"])[language])
    if day is None:
        return _ONLY_WITH_DAY.sub("", words)
    return _ONLY_WITH_DAY.sub(r"\1", words).format(day=day_words(day, language), name=name)


def _of_runs(account: Account) -> Iterator[Statement]:
    deemed = bool(account.runs) and account.runs[0].why == "dispatch"
    stands = account.closed_on is None
    for run, following in zip_longest(account.runs, account.runs[1:]):
        if run.why == "start":
            code = "deemed_delivery" if deemed else _of("start", account.start_event)
            yield Statement(code, {"day": run.first})
            if account.corrected_on is not None and not deemed:
                yield Statement("corrected", {"day": account.corrected_on})
        elif run.why == "counted":
            code = _of("counted", account.unit if account.unit == "working_days" else "")
            yield _spanning(code, run, num=run.days, count=run.count)
        elif run.why in STANDING and stands and following is None:
            if run.why == "paused":
                yield Statement("stands", {"day": run.first})
        elif run.why in _LEAD_TO_A_DAY and _is_cut(following, account):
            yield _spanning(f"{run.why}.days", run)
        else:
            yield _between(run)


def _is_cut(following: Run | None, account: Account) -> bool:
    """Whether a run that is followed so ends before the day that it led to: the clock stood then, or the office closed it."""
    return account.closed_on is not None if following is None else following.why in STANDING


def _between(run: Run) -> Statement:
    """Of days that do not count by themselves."""
    match run.why:
        case "rolled_over":
            return Statement(_rolled(run), {"day": run.last, "name": run.name})
        case "dispatch" | "extended" | "grant_moved" | "grant_corrected" | "before_law":
            return Statement(run.why, {"day": run.last})
        case "holiday" if run.name:
            return _spanning("holiday.named", run, name=run.name)
        case "offset":
            return _spanning(run.why, run, num=(run.last - run.first).days + 1)
        case _:
            return _spanning(run.why, run)


def _rolled(run: Run) -> str:
    """Why the day before could not be the last, whose name a run of this kind bears."""
    if run.name and run.name != WEEKEND:
        return "rolled_over.named"
    return "rolled_over.weekend" if run.name or (run.first - _ONE_DAY).weekday() >= _SATURDAY else "rolled_over"


def _of(code: str, kind: str) -> str:
    return f"{code}.{kind}" if kind else code


def _spanning(code: str, run: Run, **values: int | str) -> Statement:
    return Statement(code, {"span": (run.first, run.last), **values})


def _words(said: Statement, language: str) -> str:
    words, number = vocabulary()[said.code][language], said.values.get("num")
    if isinstance(words, dict) and isinstance(number, int):
        words = words[Locale.parse(language).plural_form(number)]
    return str(words).format_map({name: _value(value, language) for name, value in said.values.items()})


def _value(value: Value, language: str) -> str:
    if isinstance(value, tuple):
        first, last = (day_words(day, language) for day in value)
        return first if first == last else f"{first} – {last}"
    return day_words(value, language) if isinstance(value, date) else str(value)


@cache
def vocabulary() -> Mapping[str, Mapping[str, Any]]:
    """Code → language → a sentence with braces, or two of them, for `one` and for `other` numbers."""
    document: dict[str, dict[str, Any]] = read_yaml(FILE)
    return document
