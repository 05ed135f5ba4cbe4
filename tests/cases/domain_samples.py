"""Small valid values for the domain tests, and the office's own data files as the service will read them."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from services.cases import domain
from services.cases.domain.addressee_rules import read_rule
from services.cases.domain.bodies import Addressee, BodyClass, Relation, RelationKind, Role
from services.cases.domain.kinds import Kind, read_kind
from services.cases.domain.ladder import Alternative, Ladder, read_alternative, read_ladder
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.terms import StartEvent, Term, Unit
from services.cases.domain.workdays import Calendar
from shared.yaml_files import read_yaml

DATA = Path(domain.__file__).parents[1] / "data"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

#: Flag Day and Liberation Day fall on a weekend in 2026, and their days in lieu follow.
HOLIDAYS = {
    date(2026, 11, 28): "Flag Day",
    date(2026, 11, 29): "Liberation Day",
    date(2026, 11, 30): "Flag Day (in lieu)",
    date(2026, 12, 1): "Liberation Day (in lieu)",
    date(2026, 12, 8): "Youth Day",
    date(2026, 12, 25): "Christmas",
    date(2027, 1, 1): "New Year",
    date(2027, 1, 2): "New Year",
}
CALENDAR = Calendar(holidays=HOLIDAYS)


def document(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(DATA / name)
    return loaded


@cache
def kinds() -> dict[str, Kind]:
    loaded = document("kinds.yaml")
    rules = {key: read_rule(key, entry) for key, entry in loaded["addressee_rules"].items()}
    return {entry["key"]: read_kind(entry, rules) for entry in loaded["kinds"]}


@cache
def ladders() -> dict[str, Ladder]:
    return {entry["key"]: read_ladder(entry) for entry in document("ladders.yaml")["ladders"]}


@cache
def alternatives() -> tuple[Alternative, ...]:
    return tuple(read_alternative(entry) for entry in document("ladders.yaml")["alternatives"])


def body(name: str, body_class: str, role: str = "responsible", powers: frozenset[str] = frozenset()) -> Addressee:
    return Addressee(name, BodyClass(body_class), Role(role), name, powers)


def hierarchical(below: str, above: str) -> Relation:
    return Relation(below, RelationKind.HIERARCHICAL, above)


def term(value: int = 30, unit: Unit = Unit.CALENDAR_DAYS, **changes: Any) -> Term:
    given = {"key": "reply", "start_event": StartEvent.DELIVERED, "legal_basis": "art. 22", **changes}
    return Term(value=value, unit=unit, **given)


def entry(kind: EntryKind, effective: date, **changes: Any) -> Entry:
    """An entry recorded some minutes after NOON; `minute` sets how many and makes the id."""
    minute = changes.pop("minute", effective.toordinal())
    return Entry(f"{minute:08}", kind, effective, NOON + timedelta(minutes=minute), **changes)


def delivered(day: date, **changes: Any) -> Entry:
    return entry(EntryKind.STARTED, day, event=StartEvent.DELIVERED, **changes)
