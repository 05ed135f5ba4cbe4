"""Tasks of cases as a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, true

from services.cases.domain.timeliness import local_date
from services.cases.models import CaseHold, Task
from shared.lists import Filter, Listing, Reading, Words

TASK_STATES: Mapping[str, Words] = {
    "open": _l("Për t'u bërë"),
    "overdue": _l("Me vonesë"),
    "held": _l("Pret: e ka gjykata ose prokuroria"),
    "done": _l("Të bëra"),
}
WHOSE: Mapping[str, Words] = {"me": _l("Të miat")}


def assigned_to(_who: str, reading: Reading) -> ColumnElement[bool]:
    """The reader's own."""
    return Task.assignee_id == reading.by.id


def in_state(state: str, reading: Reading) -> ColumnElement[bool]:
    """`open` ones are not done, `overdue` ones were to be done before today; `held` ones cannot be now, and are never overdue."""
    held = exists().where(CaseHold.case_id == Task.case_id, CaseHold.ended_at.is_(None))
    conditions: Mapping[str, ColumnElement[bool]] = {
        "open": Task.done_at.is_(None),
        "overdue": Task.done_at.is_(None) & (Task.due < local_date(reading.now)) & ~held,
        "held": Task.done_at.is_(None) & held,
        "done": Task.done_at.is_not(None),
        "all": true(),
    }
    return conditions[state]


@dataclass(frozen=True, kw_only=True)
class TaskListing(Listing):
    """Tasks by their day."""

    assigned: Annotated[str | None, Filter(assigned_to, _l("Të kujt"), WHOSE)] = None
    state: Annotated[str | None, Filter(in_state, choices=TASK_STATES)] = None


@dataclass(frozen=True, kw_only=True)
class OpenTasks(TaskListing):
    """The page's: what is not done yet, unless another state is asked for."""

    state: Annotated[str, Filter(in_state, _l("Gjendja"), {**TASK_STATES, "all": _l("Të gjitha")})] = "open"
