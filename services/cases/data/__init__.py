"""What law and practice fix, read once from the data files: kinds of act, terms, ladders, rights, holidays."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from services.cases.domain import addressee_rules, ladder, ledger, versions
from services.cases.domain import kinds as kinds_of_act
from services.cases.domain import notices_before as courtesies
from services.cases.domain import terms as legal_terms
from services.cases.domain.ages import Age, read_ages
from services.cases.domain.kinds import Kind
from services.cases.domain.ladder import Alternative, Ladder
from services.cases.domain.ledger import EntryKind
from services.cases.domain.notices_before import NoticeBefore
from services.cases.domain.terms import Term
from services.cases.domain.workdays import Calendar
from shared.yaml_files import read_yaml

FOLDER = Path(__file__).parent
#: How far around a day the holidays are known: a term of months with its pauses and grants stays within.
YEARS_BEFORE, YEARS_AFTER = 1, 5
#: Of the law on the office (8454), before which it sent no letter.
FIRST_YEAR = 1999
#: The sections of the file of decrees, each with what it does to the calendar of a clock.
DECREES = {
    "decreed": EntryKind.HOLIDAY_ADDED,
    "not_holidays": EntryKind.HOLIDAY_REMOVED,
    "worked": EntryKind.WORKDAY_ADDED,
}


class Entry(dict[str, Any]):
    """One entry of a data file as it is written there: its `key`, the first and the last day on which it holds (`valid_from`,
    `valid_to`; none is open), and its words in both languages (`name_sq`, `name_en`).
    """

    def holds(self, day: date) -> bool:
        return bool((self["valid_from"] or date.min) <= day <= (self["valid_to"] or date.max))


@cache
def kinds() -> tuple[Kind, ...]:
    rules = {key: addressee_rules.read_rule(key, entry) for key, entry in rule_entries().items()}
    return _checked(tuple(kinds_of_act.read_kind(entry, rules) for entry in entries("kinds", "kinds")))


@cache
def terms() -> tuple[Term, ...]:
    return _checked(tuple(legal_terms.read_term(entry) for entry in entries("terms", "terms")))


@cache
def ladders() -> tuple[Ladder, ...]:
    return _checked(tuple(ladder.read_ladder(entry) for entry in entries("ladders", "ladders")))


@cache
def alternatives() -> tuple[Alternative, ...]:
    return _checked(tuple(ladder.read_alternative(entry) for entry in entries("ladders", "alternatives")))


def alternative_on(key: str | None, day: date) -> Alternative | None:
    """A lawful way in its version of that day; none for no key. Raises `RuleViolation`."""
    return versions.version_on(alternatives(), key, day) if key else None


@cache
def notices_before() -> tuple[NoticeBefore, ...]:
    return _checked(tuple(courtesies.read_notice(entry) for entry in entries("notices_before", "notices_before")))


@cache
def ages() -> tuple[Age, ...]:
    """How long what is late has been late, from the youngest."""
    return read_ages(entries("figures", "ages"))


@cache
def small_number() -> int:
    """Numbers under it are not shown beside the name of a body."""
    (entry,) = entries("figures", "small_numbers")
    return int(entry["least"])


@cache
def promise_reach(day: date) -> int:
    """By how many calendar days the first word of a body may move the day of a letter that was issued on that day."""
    (entry,) = (one for one in entries("standing", "promise_bounds") if one.holds(day))
    return int(entry["days"])


@cache
def finding_bounds(day: date) -> dict[str, int]:
    """By how many calendar days a finding of that day looks ahead, by what it names (domain/looking_ahead.py)."""
    return {key: int(entry["days"]) for key, entry in in_force(entries("standing", "finding_bounds"), day).items()}


@cache
def grant_bound(day: date) -> int:
    """By how many calendar days a decision of that day may give more time."""
    (entry,) = (one for one in entries("standing", "grant_bounds") if one.holds(day))
    return int(entry["days"])


def grant_left(day: date) -> int:
    """How many calendar days are left at least of time that is taken back on that day."""
    (entry,) = (one for one in entries("standing", "grant_corrections") if one.holds(day))
    return int(entry["days"])


def kind_on(key: str, day: date) -> Kind:
    """The version of a kind in force on that day. Raises `RuleViolation`."""
    return versions.version_on(kinds(), key, day)


def term_on(key: str, day: date) -> Term:
    return versions.version_on(terms(), key, day)


@cache
def deeming_terms() -> tuple[str, ...]:
    """The terms that count a letter as delivered some days after its sending, where its delivery never became known."""
    return tuple(sorted({one.key for one in terms() if one.start_offset_working_days}))


def term_of_clock(key: str, issued_on: date, entries: Iterable[ledger.Entry]) -> Term:
    """The term in force on the day on which a clock started: a later version of the law leaves sent letters alone."""
    event = term_on(key, issued_on).start_event
    return term_on(key, ledger.first_start(entries, event) or issued_on)


def ladder_on(key: str | None, day: date) -> Ladder | None:
    return versions.version_on(ladders(), key, day) if key else None


def kind_entry(key: str, day: date) -> Entry:
    """The entry of the data file (names, legal basis in two languages) behind `kind_on`."""
    return _entry_on(entries("kinds", "kinds"), key, day)


def term_entry(key: str, day: date) -> Entry:
    return _entry_on(entries("terms", "terms"), key, day)


def rung_words(section: str, day: date) -> dict[str, Entry]:
    """What the system writes when a rung is due: `letters`, `lines`, `due` or `annexes`, by key."""
    return in_force(entries("rung_letters", section), day)


def issuers(day: date) -> dict[str, Entry]:
    """Who may recommend to the office, by key."""
    return in_force(entries("issuers", "issuers"), day)


def kind_entries(day: date) -> dict[str, Entry]:
    """The kinds in force on that day, by key, in the order of the file."""
    return in_force(entries("kinds", "kinds"), day)


def all_kinds() -> dict[str, Entry]:
    """Every kind that an act ever was of, by key, as its newest version calls it."""
    return {entry["key"]: entry for entry in entries("kinds", "kinds")}


def alternative_entries(day: date) -> dict[str, Entry]:
    """What may be done where a body has no superior, by key."""
    return in_force(entries("ladders", "alternatives"), day)


@cache
def articles() -> dict[str, dict[str, str]]:
    """Articles, paragraphs and protocols of the Convention on the Rights of the Child, by code as events write it: in
    small letters (37.a, opsc).
    """
    with (FOLDER / "crc_articles.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"].lower(): row for row in csv.DictReader(file)}


def running_terms(day: date) -> tuple[Term, ...]:
    """The versions in force on that day that also govern clocks which ran when they came into force."""
    return tuple(term for term in terms() if term.applies_to_running and term.valid_from and term.in_force(day))


@dataclass(frozen=True)
class CalendarChange:
    """What the State decreed of one day, as the kind of entry that says so; and when the office entered it."""

    day: date
    name: str
    recorded_on: date
    kind: EntryKind


def calendar_changes() -> tuple[CalendarChange, ...]:
    """What the library of official holidays does not know, in the order in which it was entered."""
    changes = (
        CalendarChange(one["date"], one["name_sq"], one["recorded_on"], kind)
        for section, kind in DECREES.items()
        for one in entries("holidays", section)
    )
    return tuple(sorted(changes, key=lambda one: (one.recorded_on, one.day, one.kind)))


def calendar_of(issued_on: date) -> Calendar:
    """The working days by which a letter of that day is counted: official holidays, and what was entered by then.

    A later change is an entry in the ledger of each clock that it touches, so that a date that was notified is not
    changed without a trace.
    """
    known = [one for one in calendar_changes() if one.recorded_on <= issued_on]
    decreed = [
        ledger.Entry(
            id=f"{place:06}",
            kind=one.kind,
            effective=one.day,
            recorded_at=datetime.combine(one.recorded_on, time.min, tzinfo=UTC),
            name=one.name,
        )
        for place, one in enumerate(known)
    ]
    return ledger.calendar_of(decreed, _calendar_around(issued_on.year))


def day_off_name(day: date, name: str, language: str) -> str:
    """The name of a day off in the reader's language; `name`, which is Albanian, where nobody knows another."""
    if language == "sq":
        return name
    decreed = (one for section in DECREES for one in entries("holidays", section))
    entered = next((one["name_en"] for one in decreed if (one["date"], one["name_sq"]) == (day, name)), None)
    return entered or _in_english(day.year).get(day, name)


@cache
def _in_english(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("AL", years=year, language="en_US").items())


@cache
def _calendar_around(year: int) -> Calendar:
    years = range(year - YEARS_BEFORE, year + YEARS_AFTER + 1)
    official = holidays.country_holidays("AL", years=years, language="sq")
    return Calendar({day: _well_written(name) for day, name in official.items()})


def _well_written(name: str) -> str:
    """The names of a day as they are written, where the library errs."""
    for one in entries("holidays", "names"):
        name = name.replace(one["library"], one["name_sq"])
    return name


@cache
def holidays_until(year: int) -> tuple[date, ...]:
    """Every official or decreed holiday since the law on the office, to the end of that year."""
    official = holidays.country_holidays("AL", years=range(FIRST_YEAR, year + 1), language="sq")
    decreed = (one.day for one in calendar_changes() if one.kind is EntryKind.HOLIDAY_ADDED)
    return tuple(sorted({*official, *decreed}))


def rule_entries() -> dict[str, Entry]:
    """The conditions that narrow who may be addressed, by key."""
    return {key: Entry(entry) for key, entry in _document("kinds")["addressee_rules"].items()}


@cache
def entries(name: str, section: str) -> tuple[Entry, ...]:
    """All entries of one section of a data file, in every version."""
    return tuple(Entry(entry) for entry in _document(name)[section])


def source(key: str) -> Entry:
    """Where an entry comes from: its title and its address."""
    return Entry(_document("sources")[key])


def optional_entries(name: str, section: str) -> tuple[Entry, ...]:
    """The same of a section that a file need not have."""
    return entries(name, section) if section in _document(name) else ()


@cache
def profile_codes(member: str) -> dict[str, Entry]:
    """The codes of one member of a profile by key, with what is said of several children last."""
    known = (*entries("profile", member), *entries("profile", "not_alike"))
    return {entry["key"]: entry for entry in known}


def in_force(entries: Iterable[Entry], day: date) -> dict[str, Entry]:
    """Those that hold on that day, by key."""
    return {entry["key"]: entry for entry in entries if entry.holds(day)}


@cache
def _document(name: str) -> Any:
    return read_yaml(FOLDER / f"{name}.yaml")


def _checked(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    versions.check_versions(entries)
    return entries


def _entry_on(entries: Iterable[Entry], key: str, day: date) -> Entry:
    return next(entry for entry in entries if entry["key"] == key and entry.holds(day))
