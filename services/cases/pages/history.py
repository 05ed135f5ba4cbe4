"""The history of a case or of an obligation, as entries of a timeline."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from services.cases.forms import words


def timeline(history: Iterable[Any]) -> list[dict[str, Any]]:
    """Entries for `p.timeline`, newest first. An event without a label of its own is told as "another event", not in code."""
    return [
        {"title": _title(one), "when": one.at, "by": one.actor_name, "text": one.text or _more(one.details)}
        for one in sorted(history, key=lambda one: one.at, reverse=True)
    ]


def _title(one: Any) -> str:
    said = words.HAPPENED.get(one.code)
    return str(said) if said else _("Ngjarje tjetër")


def _more(details: dict[str, Any]) -> str:
    """What the ids and codes of an entry say to a person: the act's number, the outcome, the finding, the rung."""
    tables = {"outcome": words.OUTCOMES, "assessment": words.ASSESSMENTS, "rung": words.RUNGS, "reply": words.REPLIES}
    said = [words.label(table, details[key]) for key, table in tables.items() if details.get(key)]
    return ", ".join([str(details["number"])] * bool(details.get("number")) + said)
