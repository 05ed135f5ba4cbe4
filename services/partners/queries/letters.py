"""A body's letters with what was said about them, for its inbox and for one letter's page."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from services.partners import domain
from services.partners.models import (
    Dispatch,
    DispatchItem,
    EvidenceFile,
    ExtensionRequest,
    Notice,
    ProgressReport,
    Reply,
)
from services.partners.queries.wall import Own
from shared.documents import Documents
from shared.pagination import Cursors, Page, page

STATES = ("waiting", "answered", "withdrawn")
#: Most that the banner counts.
MOST_COUNTED = 100


@dataclass(frozen=True)
class Letter:
    """One line of the inbox. `due` is the office's day; `indicative` says that it was worked out from the document."""

    dispatch: Dispatch
    title: str
    due: date | None
    indicative: bool
    assessed: list[str]

    @property
    def awaits_reply(self) -> bool:
        return awaits_reply(self.dispatch)


def state_of(dispatch: Dispatch) -> str:
    """The delivery fact of design.md, section 5."""
    if dispatch.acknowledged_at:
        return "acknowledged"
    return "opened" if dispatch.opened_at else dispatch.delivery


def answered(dispatch: Dispatch) -> bool:
    """Whether the office awaits no answer any more: one came this way, or its clocks have ended, as after one on paper."""
    return dispatch.replied_at is not None or dispatch.due_over


def awaits_reply(dispatch: Dispatch) -> bool:
    informed = dispatch.role == "for_information" or dispatch.expects == "nothing"
    return not answered(dispatch) and dispatch.withdrawn_at is None and not informed


def inbox(
    own: Own, documents: Documents, cursors: Cursors, state: str | None, *, after: str | None, limit: int
) -> tuple[list[Letter], str | None]:
    """One page of the letters that the body has, newest first."""
    statement = _in_state(own.select(Dispatch).where(Dispatch.delivered_at.is_not(None)), state)
    scope = ["inbox", state or "", str(own.institution_id)]
    key = [Dispatch.issued_at, Dispatch.id]
    found: Page = page(own.session, statement, key, cursors, scope, after=after, limit=limit, descending=True)
    assessed = _assessed(own, [dispatch.recommendation_id for dispatch in found.items])
    letters = [letter(dispatch, documents, assessed.get(dispatch.recommendation_id, {})) for dispatch in found.items]
    return letters, found.next


def awaiting(own: Own) -> list[Dispatch]:
    """The letters that still wait for an answer, at most `MOST_COUNTED` of them, the oldest first."""
    statement = _in_state(own.select(Dispatch).where(Dispatch.delivered_at.is_not(None)), "waiting")
    return list(own.session.execute(statement.order_by(Dispatch.issued_at).limit(MOST_COUNTED)).scalars())


def letter(dispatch: Dispatch, documents: Documents, assessed: dict[UUID, str]) -> Letter:
    document = documents.get_json(dispatch.document or dispatch.rendering)
    due, indicative = due_of(dispatch, document)
    return Letter(dispatch, str(document.get("title", "")), due, indicative, sorted(set(assessed.values())))


def due_of(dispatch: Dispatch, document: dict[str, Any]) -> tuple[date | None, bool]:
    """The day by which the office expects the reply, and whether it is only indicative: the clocks are those of cases.

    Worked out from the document only for a term in calendar days; other terms need the calendar of holidays.
    """
    if dispatch.due is not None or dispatch.due_counted:
        return dispatch.due, False
    reply = document.get("reply") or {}
    term = reply.get("term") or {}
    if term.get("unit") != "calendar_days" or dispatch.delivered_at is None:
        return None, True
    return domain.local_date(dispatch.delivered_at) + timedelta(days=int(term["value"])), True


def notices(own: Own, dispatch: Dispatch) -> list[Notice]:
    """What was said about one letter, in the order in which it came."""
    statement = own.select(Notice).where(Notice.recommendation_id == dispatch.recommendation_id)
    return list(own.session.execute(statement.order_by(Notice.id)).scalars())


def reminders(said: list[Notice]) -> list[dict[str, Any]]:
    """`{rung, letter}` of the reminders that came as a letter, each once: one letter speaks of several items."""
    found = {one.details["letter"]: one.details for one in said if one.kind == "reminded" and "letter" in one.details}
    return list(found.values())


def assessed_items(own: Own, dispatch: Dispatch) -> dict[UUID, dict[str, Any]]:
    """What the office found last of each item, by the id that the body knows."""
    public = {item.item_id: item.public_id for item in _items(own, dispatch.id)}
    found: dict[UUID, dict[str, Any]] = {}
    for notice in notices(own, dispatch):
        if notice.item_id not in public:
            continue
        if notice.kind == "assessed":
            found[public[notice.item_id]] = notice.details
        elif notice.kind == "reopened":
            found.pop(public[notice.item_id], None)
    return found


@dataclass(frozen=True)
class ItemDue:
    """The last day for the reply on one item, by the id that the body knows; none: its clock stands or has ended.

    `explained`: why it is that day, or why there is none, `{term, lines, closed_on}`, where the office said so.
    """

    item_id: UUID
    place: int
    reply_due: date | None
    previous: date | None
    cause: str
    explained: dict[str, Any] | None


def dues(own: Own, dispatch_id: UUID) -> list[ItemDue]:
    """The counted last days of a letter's items, in its order."""
    rows = sorted(_items(own, dispatch_id), key=lambda row: row.place)
    return [
        ItemDue(row.public_id, row.place, row.due, row.due_before, row.due_cause, row.due_explained)
        for row in rows
        if row.due_cause
    ]


def replies(own: Own, dispatch_id: UUID) -> list[Reply]:
    """Every version, the newest first."""
    statement = own.select(Reply).where(Reply.dispatch_id == dispatch_id).order_by(Reply.version.desc())
    return list(own.session.execute(statement).scalars())


def reply_content(documents: Documents, reply: Reply) -> dict[str, Any]:
    """What the body said, under the ids that it knows."""
    document = documents.get_json(reply.document)
    items = [_public_item(item) for item in document["items"]]
    return {"answered_by": document["answered_by"], "items": items}


def reports(own: Own, documents: Documents, dispatch_id: UUID) -> list[tuple[ProgressReport, dict[str, Any]]]:
    """What the body reported after its reply, the newest first, with its words under the ids that it knows."""
    statement = own.select(ProgressReport).where(ProgressReport.dispatch_id == dispatch_id)
    found = []
    for report in own.session.execute(statement.order_by(ProgressReport.reported_at.desc())).scalars():
        document = documents.get_json(report.document)
        items = [_public_item(item) for item in document["items"]]
        found.append((report, {"note": document.get("note"), "items": items}))
    return found


def requests(own: Own, dispatch_id: UUID) -> list[ExtensionRequest]:
    statement = own.select(ExtensionRequest).where(ExtensionRequest.dispatch_id == dispatch_id)
    return list(own.session.execute(statement.order_by(ExtensionRequest.requested_at)).scalars())


def file(own: Own, file_id: UUID) -> EvidenceFile:
    """One of the body's own files. Raises `NotFound`."""
    return own.get(EvidenceFile, file_id)


def _in_state(statement: Select[Dispatch], state: str | None) -> Select[Dispatch]:
    if state == "withdrawn":
        return statement.where(Dispatch.withdrawn_at.is_not(None))
    if state == "answered":
        return statement.where(Dispatch.replied_at.is_not(None) | Dispatch.due_over)
    if state == "waiting":
        answering = (Dispatch.role != "for_information") & (Dispatch.expects != "nothing")
        open_now = Dispatch.replied_at.is_(None), ~Dispatch.due_over, Dispatch.withdrawn_at.is_(None)
        return statement.where(*open_now, answering)
    return statement


def _assessed(own: Own, recommendations: list[UUID]) -> dict[UUID, dict[UUID, str]]:
    kinds = Notice.kind.in_(("assessed", "reopened"))
    statement = own.select(Notice).where(kinds, Notice.recommendation_id.in_(recommendations))
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for notice in own.session.execute(statement.order_by(Notice.id)).scalars():
        if notice.item_id is not None and notice.kind == "assessed":
            found[notice.recommendation_id][notice.item_id] = notice.details["assessment"]
        elif notice.item_id is not None:
            found[notice.recommendation_id].pop(notice.item_id, None)
    return found


def _items(own: Own, dispatch_id: UUID) -> list[DispatchItem]:
    return list(own.session.execute(own.select(DispatchItem).where(DispatchItem.dispatch_id == dispatch_id)).scalars())


def _public_item(item: dict[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in item.items() if name != "public_item_id"}
    evidence = [{name: value for name, value in found.items() if name != "document"} for found in item["evidence"]]
    return {**shown, "item_id": item["public_item_id"], "evidence": evidence}
