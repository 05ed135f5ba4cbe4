"""What stands in one row of the tables about cases that several pages show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from services.cases import words
from services.cases.data import articles, entries, kind_entries, profile_codes
from services.cases.data.acts import finding_grades, matter_entries
from services.cases.domain.profile import NOT_SAID
from services.cases.domain.timeliness import local_date
from services.cases.forms.refusals import fault_words
from services.cases.lists.cases import CLOSED_INTO_MONITORING
from services.cases.lists.tasks import TASK_STATES
from services.cases.models import Recommendation
from services.cases.pages.acting import today
from services.cases.pages.tables import shortened
from services.cases.queries.cases import CaseView, FindingView
from services.cases.schemas.acts import ActListed
from services.cases.schemas.cases import ActLine, CaseLineAnswer
from services.cases.schemas.investigation import TaskAnswer
from services.cases.schemas.profile import CaseProfileAnswer
from shared.rules import RuleViolation
from shared.words import language

#: The colours of `p.tag` by the state of a task.
_COLOURS = {"done": "closed", "overdue": "late", "held": "suspended", "open": "open"}


@dataclass(frozen=True)
class Fact:
    """One line of `p.summary_list`."""

    key: str
    value: str


@dataclass(frozen=True)
class Titled:
    """A text with its title."""

    title: str
    text: str


@dataclass(frozen=True)
class Named:
    """Something with its name in the reader's language."""

    id: UUID
    name: str


@dataclass(frozen=True)
class CaseHead:
    """What stands on top of a page about a case."""

    id: UUID
    number: str
    title: str
    status: str
    status_label: str


def case_head(view: CaseView) -> CaseHead:
    case, label = view.case, case_state(view.case.status, monitoring=view.monitoring)
    return CaseHead(case.id, case.number, case.name, case.status, label)


def case_state(status: str, *, monitoring: bool) -> str:
    """Where a case stands, as every page calls it."""
    return str(CLOSED_INTO_MONITORING) if monitoring else words.label(words.STATUSES, status)


@dataclass(frozen=True)
class CaseRow:
    """`open`: the reader may see more than that it is there."""

    id: UUID
    number: str
    title: str
    open: bool
    status: str
    status_label: str
    officer: str
    opened_on: date


def case_row(case: CaseLineAnswer) -> CaseRow:
    """A row for `case_table`."""
    return CaseRow(
        id=case.id,
        number=case.number,
        title=case.title or "–",
        open=case.title is not None,
        status=case.status,
        status_label=case_state(case.status, monitoring=case.monitoring),
        officer=case.officer or "–",
        opened_on=local_date(case.opened_at),
    )


def profile_words(told: CaseProfileAnswer) -> str:
    """For how many children a case is and what was told of them; what was not said is left out."""
    [certain] = [entry for entry in entries("profile", "concerned") if entry["key"] == told.children]
    said = [words.of_pair(certain, "name", language())]
    for dimension in entries("profile", "dimensions"):
        code = getattr(told, dimension["key"])
        if code != NOT_SAID:
            name = words.of_pair(profile_codes(dimension["key"])[code], "name", language())
            said.append(f"{words.of_pair(dimension, 'name', language())}: {name}")
    return "; ".join(said)


def right_name(code: str) -> str:
    """A right as a person reads it: the article's number and its name."""
    name = words.of_pair(articles().get(code, {}), "name", language())
    return _("Neni %(code)s: %(name)s", code=code, name=name) if name else code


@dataclass(frozen=True)
class FindingRow:
    about: str
    result: str | None
    result_label: str
    grade: str
    text: str
    stands: bool


def finding_row(view: FindingView) -> FindingRow:
    """What is shown of a finding."""
    finding = view.finding
    body = view.body.name(language()) if view.body else _("Asnjë institucion në veçanti")
    return FindingRow(
        about=" · ".join(filter(None, [right_name(finding.right) if finding.right else "", body])),
        result=finding.result,
        result_label=words.label(words.RESULTS, finding.result),
        grade=words.of_pair(finding_grades(today()).get(finding.grade, {}), "name", language())
        if finding.grade
        else "",
        text=finding.text,
        stands=finding.stands,
    )


@dataclass(frozen=True)
class ActRow:
    id: UUID
    number: str | None
    title: str
    kind: str
    status: str
    status_label: str
    lacks: tuple[str, ...]
    monitoring: bool


def act_row(act: ActLine | ActListed | Recommendation, faults: Collection[RuleViolation] = ()) -> ActRow:
    """A row for `act_table`; `faults`: what stands against issuing it, where that was asked."""
    return ActRow(
        id=act.id,
        number=act.number,
        title=act.title,
        kind=kind_name(act.kind),
        status=act.status,
        status_label=words.label(words.ACT_STATUSES, act.status),
        lacks=tuple(fault_words(one) for one in faults),
        monitoring=not isinstance(act, Recommendation) and act.monitoring,
    )


def kind_name(key: str) -> str:
    return words.of_pair(kind_entries(today()).get(key, {"name": key}), "name", language())


def matter_name(key: str) -> str:
    return words.of_law(matter_entries(today()).get(key, {}), "name") or key


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
    state = "done" if task.done_at else "held" if task.held_since else "overdue" if task.overdue else "open"
    return TaskRow(
        id=task.id,
        case_id=task.case_id,
        number=task.case_number,
        text=task.text,
        short=shortened(task.text),
        due=task.due,
        assignee=task.assignee or "–",
        state=_COLOURS[state],
        state_label=words.label(TASK_STATES, state),
        done=task.done_at is not None,
    )
