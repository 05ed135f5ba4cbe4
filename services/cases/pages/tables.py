"""What stands in one row of the tables that several pages show."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.cases import words
from services.cases.domain.obligations import Reply
from services.cases.domain.timeliness import Word
from shared.words import language

SHORT = 160


def obligation_row(view: Any) -> dict[str, Any]:
    """A row for `obligation_table` and `facts_table` of an `ObligationView`; `late` is for the reply."""
    one = view.obligation
    return {
        "id": one.id,
        "act_number": view.act.number,
        "title": shortened(view.item.text),
        "institution": institution_name(view),
        "institution_id": one.institution_id,
        **facts_of(one, said_anything=view.said_anything, silent=view.no_reply),
        "due": one.reply_due,
        "late": view.reply.word is Word.LATE,
        "due_words": words.timeliness_words(view.reply),
    }


def institution_name(view: Any) -> str:
    """A body that the directory does not know yet has no name; its class is known from the letter."""
    if view.institution is None:
        return words.label(words.CLASSES, view.obligation.institution_class)
    return str(view.institution.name(language()))


def facts_of(one: Any, *, said_anything: bool, silent: bool = False) -> dict[str, str]:
    """The five stored facts, each with its label. A body that never said how far it is has not said "not started"; one that
    is `silent` past its term is said to be so, which nobody typed.
    """
    tables: Mapping[str, Mapping[Any, Any]] = {
        "delivery": words.DELIVERIES,
        "reply": words.REPLIES,
        "claimed": words.CLAIMS,
        "assessed": words.ASSESSMENTS,
        "confirmed": words.CONFIRMATIONS,
    }
    shown = {fact: str(getattr(one, fact)) for fact in tables}
    labels = {f"{fact}_label": words.label(tables[fact], word) for fact, word in shown.items()}
    if not said_anything:
        labels["claimed_label"] = str(words.SAID_NOTHING)
    if silent and one.reply == Reply.NONE:
        labels["reply_label"] = str(words.NO_REPLY)
    return {**shown, **labels}


def shortened(text: str) -> str:
    """The beginning of a long text, cut between words."""
    line = " ".join(text.split())
    if len(line) <= SHORT:
        return line
    return line[:SHORT].rsplit(" ", 1)[0] + " …"


def by_item(views: list[Any]) -> list[dict[str, Any]]:
    """Obligations of one act under their items, in the order of the letter."""
    items: dict[UUID, dict[str, Any]] = {}
    for view in sorted(views, key=lambda view: view.item.place):
        entry = items.setdefault(
            view.item.id, {"id": view.item.id, "text": view.item.text, "due": view.item.due, "rows": []}
        )
        entry["rows"].append(obligation_row(view))
    return list(items.values())
