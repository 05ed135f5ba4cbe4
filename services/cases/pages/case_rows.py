"""What stands in one row of the tables about cases that several pages show."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases import words
from services.cases.pages.tables import shortened
from services.cases.schemas.investigation import TaskAnswer

#: The colours of `p.tag` by the state of a task.
_COLOURS = {"done": "closed", "overdue": "late", "open": "open"}


@dataclass(frozen=True)
class TaskRow:
    """`state`: the colour; `short`: the beginning of a long text."""

    id: UUID
    case_id: UUID
    number: str
    text: str
    short: str
    due: date
    assignee: str
    state: str
    state_label: str
    done: bool


def task_row(task: TaskAnswer) -> TaskRow:
    """A row for `task_table`."""
    state = "done" if task.done_at else "overdue" if task.overdue else "open"
    return TaskRow(
        id=task.id,
        case_id=task.case_id,
        number=task.case_number,
        text=task.text,
        short=shortened(task.text),
        due=task.due,
        assignee=task.assignee or "–",
        state=_COLOURS[state],
        state_label=words.label(words.TASK_STATES, state),
        done=task.done_at is not None,
    )
