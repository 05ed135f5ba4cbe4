"""What stands in one row of the tables that several pages show."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.cases import words
from services.cases.data import articles, kind_entries
from services.cases.domain.obligations import Reply
from services.cases.domain.timeliness import Word, local_date
from services.cases.pages.acting import today
from shared.words import language

SHORT = 160


def case_row(line: Any) -> dict[str, Any]:
    """A row for `case_table` of a `CaseLine`."""
    case = line.case
    return {
        "id": case.id,
        "number": case.number,
        "title": case.name if line.content else "–",
        "open": line.content,
        "status": case.status,
        "status_label": words.label(words.STATUSES, case.status),
        "officer": line.officer or "–",
        "opened_on": local_date(case.opened_at),
    }


def right_name(code: str) -> str:
    """A right as a person reads it: the article's number and its name."""
    name = words.of_pair(articles().get(code, {}), "name", language())
    return _("Neni %(code)s: %(name)s", code=code, name=name) if name else code


def finding_row(one: Any) -> dict[str, Any]:
    """What is shown of a `FindingView`."""
    body = one.body.name(language()) if one.body else _("Asnjë institucion në veçanti")
    return {
        "about": " · ".join(filter(None, [right_name(one.right) if one.right else "", body])),
        "result": one.result,
        "result_label": words.label(words.RESULTS, one.result),
        "text": one.text,
        "stands": one.stands,
    }


def act_row(act: Any) -> dict[str, Any]:
    """A row for `act_table` of a `Recommendation`."""
    return {
        "id": act.id,
        "number": act.number,
        "title": act.title,
        "kind": kind_name(act.kind),
        "status": act.status,
        "status_label": words.label(words.ACT_STATUSES, act.status),
    }


def kind_name(key: str) -> str:
    return words.of_pair(kind_entries(today()).get(key, {"name": key}), "name", language())


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
