"""The directory of Albania's bodies as data files: read once, strictly, with the id that each key has for ever."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from shared.yaml_files import read_yaml

FOLDER = Path(__file__).parent
#: Ids follow from keys, so that a second installation, or a reload, gives a body the id it had.
NAMESPACE = UUID("5f3b0c0e-6f0b-5d1c-9a2e-7d3f1c9b8a41")


@dataclass(frozen=True)
class InstitutionEntry:
    """One row of institutions.csv."""

    key: str
    institution_class: str
    name_sq: str
    short_sq: str | None
    name_en: str
    aka: tuple[str, ...]
    seat: str | None
    municipality: str | None
    county: str | None
    languages: tuple[str, ...]
    powers: tuple[str, ...]
    replaces: tuple[str, ...]
    sample: bool
    valid_from: date | None
    valid_to: date | None
    source: str
    confirmed: bool
    dat_sq: str
    acc_sq: str
    forms_confirmed: bool


@dataclass(frozen=True)
class RelationEntry:
    """One row of relations.csv: `body` --kind--> `to`, by keys."""

    body: str
    kind: str
    to: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confirmed: bool


@dataclass(frozen=True)
class SuccessionEntry:
    """From `day` on `successor` stands where `predecessor` ended, by keys."""

    predecessor: str
    successor: str
    day: date
    source: str
    confirmed: bool


@dataclass(frozen=True)
class Source:
    """Where an entry comes from: its name for people, and where it can be read, if anywhere."""

    title: str
    address: str | None


@cache
def sources() -> dict[str, Source]:
    """What the keys in the column `source` of institutions.csv and relations.csv stand for."""
    kept = read_yaml(FOLDER / "sources.yaml")
    return {key: Source(entry["title"], entry["address"]) for key, entry in kept.items()}


@cache
def sheet_words(language: str) -> dict[str, str]:
    """What is printed on the sheet over a body's letters."""
    kept = read_yaml(FOLDER / "post" / "words.yaml")
    return {key: entry[language] for key, entry in kept.items()}


def second_factors() -> list[dict[str, Any]]:
    """Which role comes in with a second factor only, and of what kind, in every version."""
    return list(read_yaml(FOLDER / "second_factor.yaml")["demanded"])


def rescues_apart(on: date) -> timedelta:
    """So long apart one person alone gives a password to an account and takes its second factor away, by the rule of that day."""
    kept = read_yaml(FOLDER / "second_factor.yaml")["rescues"]
    begun = [((entry["valid_from"] or date.min), entry["apart_hours"]) for entry in kept]
    return timedelta(hours=max(one for one in begun if one[0] <= on)[1])


def days_without_second_look(on: date) -> int:
    """So many days back one person alone records a delivery, by the rule of the day of recording."""
    kept = read_yaml(FOLDER / "post" / "second_look.yaml")
    begun = [entry for entry in kept if entry["valid_from"] <= on]
    return int(max(begun, key=lambda entry: entry["valid_from"])["days"])


def days_of_reminders(on: date) -> int:
    """So many days after it was written a reminder may still leave on paper, by the rule of the day of leaving."""
    kept = read_yaml(FOLDER / "post" / "reminders.yaml")
    begun = [entry for entry in kept if entry["valid_from"] <= on]
    return int(max(begun, key=lambda entry: entry["valid_from"])["days"])


def days_of_reply_drafts(on: date) -> int:
    """So many days a reply that was not sent is kept, by the rule of the day of erasing."""
    kept = read_yaml(FOLDER / "replies" / "drafts.yaml")
    begun = [entry for entry in kept if entry["valid_from"] <= on]
    return int(max(begun, key=lambda entry: entry["valid_from"])["days"])


@dataclass(frozen=True)
class LinkRule:
    """A one-time link opens its letter for `days`; `asked_a_day`: so many new ones for a letter at the body's request."""

    days: int
    asked_a_day: int


def link_rule(on: date) -> LinkRule:
    """The rule of the day on which a link is sent."""
    kept = read_yaml(FOLDER / "links" / "validity.yaml")
    begun = max((entry for entry in kept if entry["valid_from"] <= on), key=lambda entry: entry["valid_from"])
    return LinkRule(begun["days"], begun["asked_a_day"])


def institution_id(key: str) -> UUID:
    return uuid5(NAMESPACE, key)


def institutions() -> list[InstitutionEntry]:
    return [
        InstitutionEntry(
            key=row["key"],
            institution_class=row["class"],
            name_sq=row["name_sq"],
            short_sq=row["short_sq"] or None,
            name_en=row["name_en"],
            aka=_list(row["aka"]),
            seat=row["seat"] or None,
            municipality=row["municipality"] or None,
            county=row["county"] or None,
            languages=_list(row["languages"]),
            powers=_list(row["powers"]),
            replaces=_list(row["replaces"]),
            sample=_flag(row["sample"]),
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            source=row["source"],
            confirmed=_flag(row["confirmed"]),
            dat_sq=row["dat_sq"],
            acc_sq=row["acc_sq"],
            forms_confirmed=_flag(row["forms_confirmed"]),
        )
        for row in _rows("institutions.csv")
    ]


def relations() -> list[RelationEntry]:
    return [
        RelationEntry(
            body=row["body"],
            kind=row["kind"],
            to=row["to"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            source=row["source"],
            confirmed=_flag(row["confirmed"]),
        )
        for row in _rows("relations.csv")
    ]


def successions(entries: Sequence[InstitutionEntry]) -> list[SuccessionEntry]:
    """What the column `replaces` says: a body that replaces others does so from its first day, by its own source."""
    return [
        SuccessionEntry(before, entry.key, entry.valid_from, entry.source, entry.confirmed)
        for entry in entries
        for before in entry.replaces
        if entry.valid_from is not None
    ]


@cache
def county_names(language: str = "sq") -> dict[str, str]:
    """The name of each county by its key."""
    column = "name_en" if language == "en" else "name_sq"
    return {row["key"]: row[column] for row in _rows("counties.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _flag(cell: str) -> bool:
    return {"true": True, "false": False}[cell]


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
