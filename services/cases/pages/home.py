"""What a member of staff finds first: what is late, what waits for a second person, their own tasks and cases."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from services.cases.domain.case import Status
from services.cases.lists.attention import ATTENTION
from services.cases.lists.cases import CaseListing
from services.cases.lists.obligations import ObligationListing
from services.cases.lists.tasks import TaskListing
from services.cases.pages.acting import see, today
from services.cases.pages.case_rows import act_row, case_row, task_row
from services.cases.pages.cases import WORKING
from services.cases.pages.tables import obligation_row
from services.cases.queries import acts, cases, investigation, obligations
from services.cases.queries.undelivered import count_undelivered
from services.cases.queries.visibility import LEADING
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.platform import platform
from shared.principal import Principal

blueprint = Blueprint("home", __name__)

SHOWN = 10
#: Acts that wait, of which there may be more.
WAITING = 50
LATE = ObligationListing(timeliness="late", limit=SHOWN)
#: Of the newest cases of a person those that are open are shown; older ones are found in the list.
LOOKED_AT = 100
MY_CASES = CaseListing(assigned="me", limit=LOOKED_AT)
MY_TASKS = TaskListing(assigned="me", state="open", limit=SHOWN)


@blueprint.route("/")
@access.staff()
def home() -> ResponseReturnValue:
    by = access.current()
    return _desk(by) if by.roles & set(WORKING) else _elsewhere(by.roles)


def _desk(by: Principal) -> str:
    cursors, documents = platform().cursors, platform().documents
    reading = Reading(by, utc_now())
    with platform().database.transaction() as session:
        late = obligations.page_of(session, cursors, LATE, reading)
        counts = obligations.attention_counts(session, reading)
        mine = cases.cases(session, cursors, MY_CASES, reading)
        waiting = acts.waiting(session, by, WAITING + 1)
        only = platform().settings.confirmed_law_only
        lacking = acts.lacking(session, waiting[:WAITING], today(), confirmed_only=only)
        bars = [
            (bar.number, bar.name, url_for("cases_pages.case", case_id=bar.id))
            for bar in cases.proposed_bars(session, by)
        ]
        undelivered = count_undelivered(session, by)
        todo = investigation.tasks_of(session, documents, cursors, MY_TASKS, reading)
    return render_template(
        "cases/home.html",
        late=[obligation_row(view) for view in late.items],
        more_late=late.next is not None,
        attention=[(what, words, counts[what]) for what, words in ATTENTION.items()],
        more_mine=mine.next is not None,
        mine=[case_row(case) for case in mine.items if case.status != Status.CLOSED],
        followed=[case_row(case) for case in mine.items if case.monitoring],
        waiting=[act_row(act, lacking[act.id]) for act in waiting[:WAITING]],
        more_waiting=len(waiting) > WAITING,
        bars=bars,
        tasks=[task_row(view) for view in todo.items],
        undelivered=undelivered,
        leads=bool(by.roles & LEADING),
        audits="commissioner" in by.roles,
        today=today(),
    )


def _elsewhere(roles: frozenset[str]) -> ResponseReturnValue:
    """Who has no work in cases begins where their work is; the log-in is here for all."""
    if "intake_officer" in roles:
        return see("/intake/staff/complaints")
    if "monitor" in roles:
        return see("/cases/staff/visits")
    if "publisher" in roles:
        return see(url_for("letters.publication_list"))
    return render_template("cases/welcome.html", auditor="auditor" in roles)
