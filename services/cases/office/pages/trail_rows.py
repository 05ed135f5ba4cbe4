"""An entry of the audit trail as a row: who did what to what and for what, in words; neither codes nor JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.cases import words
from services.cases.forms.refusals import SENTENCES
from services.cases.office.schemas import TrailAnswer
from services.cases.office.words import OBJECTS, trail
from services.cases.pages.history import HAPPENED
from services.cases.queries import people
from shared.lists import Words
from shared.pages.languages import date_words, datetime_words

#: Characters of an id, or of a fingerprint, by which one is told from another.
SHORT = 8
#: Steps of a case have their own words, which its history says.
_STEPS = {f"case.{step}": text for step, text in words.STEPS_TAKEN.items()}


@dataclass(frozen=True)
class TrailRow:
    """`object` and `about_id` ask for the trail of what it is about; `about_id` is empty where it cannot be asked for."""

    when: datetime
    who: str
    action: str
    about: str
    object: str
    about_id: str
    purpose: str
    details: tuple[str, ...]


def row(entry: TrailAnswer, names: Mapping[str, str]) -> TrailRow:
    """`names`: what ids are called, as far as the reader may know."""
    about_id = entry.id if entry.object in OBJECTS else ""
    purpose = str(trail.PURPOSES.get(entry.purpose, "")) if entry.purpose else ""
    who = entry.name if people.person(entry.actor) else _actor(entry.actor)
    return TrailRow(
        entry.at, who, action(entry.action), about(entry, names), entry.object, about_id, purpose,
        tuple(details(entry, names)),
    )  # fmt: skip


def known_action(code: str) -> Words | None:
    """What that kind of entry is called; None for one that this release does not know."""
    return trail.ACTIONS.get(code) or _STEPS.get(code) or HAPPENED.get(code)


def action(code: str) -> str:
    known = known_action(code)
    return _("Veprim tjetër") if known is None else str(known)


def about(entry: TrailAnswer, names: Mapping[str, str]) -> str:
    """The noun, and the number or name by which a person knows it."""
    noun = str(trail.ABOUT.get(entry.object, trail.OTHER))
    called = names.get(entry.id) or _short(entry.id)
    return f"{noun} {called}".strip()


def details(entry: TrailAnswer, names: Mapping[str, str]) -> Iterator[str]:
    """First what changed, from what to what."""
    changes = entry.details.get("changes")
    if isinstance(changes, Mapping):
        for name, (before, now) in changes.items():
            was, became = (_value(entry.action, name, one, names) for one in (before, now))
            yield _("%(what)s: nga “%(was)s” në “%(became)s”", what=_label(name), was=was, became=became)
    for name, value in entry.details.items():
        if not {name, f"{entry.action}.{name}"} & trail.UNSHOWN and value not in (None, "", []):
            yield f"{_label(name)}: {_value(entry.action, name, value, names)}"


def _label(name: str) -> str:
    return str(trail.DETAILS.get(name, trail.OTHER))


def _value(kind: str, name: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == []:
        return "–"
    if isinstance(value, bool):
        return _("po") if value else _("jo")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return ", ".join(_value(kind, name, one, names) for one in value)
    return _text(kind, name, str(value), names)


def _text(kind: str, name: str, value: str, names: Mapping[str, str]) -> str:
    if (kind, name) == ("text.held", "reason"):
        return str(SENTENCES.get(value, trail.OTHER))
    tables = trail.tables()
    table = tables.get(f"{kind}.{name}", tables.get(name))
    if table is not None:
        return str(table.get(value, trail.OTHER))
    if value in names:
        return names[value]
    if person := people.person(value):
        return names.get(str(person), _short(str(person)))
    return _day(value) or (value if name in trail.PLAIN else _short(value))


def _day(value: str) -> str:
    """A day or a moment in words; empty for what is neither."""
    try:
        if len(value) == len("2026-11-27"):
            return date_words(date.fromisoformat(value))
        return datetime_words(datetime.fromisoformat(value)) if "T" in value else ""
    except ValueError:
        return ""


def _short(value: str) -> str:
    """An id or a fingerprint, cut to what tells it from another; nothing for what is neither."""
    try:
        return str(UUID(value))[:SHORT]
    except ValueError:
        return value[:SHORT] if set(value) <= set("0123456789abcdef") and len(value) > SHORT else ""


def _actor(actor: str) -> str:
    called = {
        "operator": _("Mirëmbajtësi i sistemit"),
        "partner": _("Institucioni"),
        "complainant": _("Ankuesi"),
    }
    return called.get(actor.partition(":")[0], _("Sistemi"))
