"""What stands in one row of the tables that several pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.cases import words
from services.cases.data import articles, kind_entries
from services.cases.domain.obligations import Reply
from services.cases.domain.timeliness import Word, local_date
from services.cases.models.facts import HasFacts
from services.cases.pages.acting import today
from services.cases.queries.acts import ObligationView
from shared.pages.languages import language

SHORT = 160


@dataclass(frozen=True)
class Fact:
    """One line of `p.summary_list`."""

    key: str
    value: str


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


@dataclass(frozen=True)
class Facts:
    """The five stored facts, each with its label."""

    delivery: str
    delivery_label: str
    reply: str
    reply_label: str
    claimed: str
    claimed_label: str
    assessed: str
    assessed_label: str
    confirmed: str
    confirmed_label: str


@dataclass(frozen=True)
class ObligationRow(Facts):
    """A row for `obligation_table` and `facts_table`; `late` is for the reply."""

    id: UUID
    act_number: str | None
    title: str
    institution: str
    institution_id: UUID
    due: date | None
    due_words: str
    late: bool


@dataclass(frozen=True)
class ItemRows:
    """One item of an act, with a row for each body that owes it."""

    id: UUID
    text: str
    due: date | None
    rows: list[ObligationRow]


def obligation_row(view: ObligationView) -> ObligationRow:
    one = view.obligation
    return ObligationRow(
        **vars(facts_of(one, said_anything=view.said_anything, silent=view.no_reply)),
        id=one.id,
        act_number=view.act.number,
        title=shortened(view.item.text),
        institution=institution_name(view),
        institution_id=one.institution_id,
        due=one.reply_due,
        due_words=words.timeliness_words(view.reply),
        late=view.reply.word is Word.LATE,
    )


def institution_name(view: ObligationView) -> str:
    """A body that the directory does not know yet has no name; its class is known from the letter."""
    if view.institution is None:
        return words.label(words.CLASSES, view.obligation.institution_class)
    return view.institution.name(language())


def facts_of(row: HasFacts, *, said_anything: bool, silent: bool = False) -> Facts:
    """A body that never said how far it is has not said "not started"; one that is `silent` past its term is said to be so,
    which nobody typed.
    """
    reply = words.NO_REPLY if silent and row.reply == Reply.NONE else words.label(words.REPLIES, row.reply)
    claimed = words.label(words.CLAIMS, row.claimed) if said_anything else words.SAID_NOTHING
    return Facts(
        delivery=row.delivery,
        delivery_label=words.label(words.DELIVERIES, row.delivery),
        reply=row.reply,
        reply_label=str(reply),
        claimed=row.claimed,
        claimed_label=str(claimed),
        assessed=row.assessed,
        assessed_label=words.label(words.ASSESSMENTS, row.assessed),
        confirmed=row.confirmed,
        confirmed_label=words.label(words.CONFIRMATIONS, row.confirmed),
    )


def shortened(text: str) -> str:
    """The beginning of a long text, cut between words."""
    line = " ".join(text.split())
    if len(line) <= SHORT:
        return line
    return line[:SHORT].rsplit(" ", 1)[0] + " …"


def by_item(views: Iterable[ObligationView]) -> list[ItemRows]:
    """Obligations of one act under their items, in the order of the letter."""
    items: dict[UUID, ItemRows] = {}
    for view in sorted(views, key=lambda view: view.item.place):
        item = items.setdefault(view.item.id, ItemRows(view.item.id, view.item.text, view.item.due, []))
        item.rows.append(obligation_row(view))
    return list(items.values())
