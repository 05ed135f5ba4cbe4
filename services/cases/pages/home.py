"""What a member of staff finds first: what is late, what waits for a second person, their own tasks and cases."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from services.cases.domain.case import Status
from services.cases.forms.obligation import ATTENTION
from services.cases.lists.tasks import TaskListing
from services.cases.pages.acting import see, today
from services.cases.pages.case_rows import task_row
from services.cases.pages.cases import WORKING
from services.cases.pages.frame import blueprint
from services.cases.pages.tables import act_row, case_row, obligation_row
from services.cases.queries import acts, cases, investigation, obligations
from services.cases.queries.visibility import LEADING
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.platform import platform

SHOWN = 10
#: Of the newest cases of a person those that are open are shown; older ones are found in the list.
LOOKED_AT = 100
MY_TASKS = TaskListing(assigned="me", state="open", limit=SHOWN)


@blueprint.route("/")
@access.staff()
def home() -> ResponseReturnValue:
    by, cursors, documents = access.current(), platform().cursors, platform().documents
    reading = Reading(by, utc_now())
    if not by.roles & set(WORKING):
        return _elsewhere(by.roles)
    with platform().database.transaction() as session:
        late = obligations.page_of(session, cursors, by, timeliness="late", limit=SHOWN, today=today())
        mine = cases.page_of(session, cursors, by, mine=True, limit=LOOKED_AT)
        waiting = acts.waiting(session, by)
        todo = investigation.tasks_of(session, documents, cursors, MY_TASKS, reading)
    return render_template(
        "cases/home.html",
        late=[obligation_row(view) for view in late.items],
        more_late=late.next is not None,
        attention=ATTENTION,
        mine=[case_row(line) for line in mine.items if line.case.status != Status.CLOSED],
        waiting=[act_row(act) for act in waiting],
        tasks=[task_row(view) for view in todo.items],
        leads=bool(by.roles & LEADING),
        audits="commissioner" in by.roles,
        today=today(),
    )


def _elsewhere(roles: frozenset[str]) -> ResponseReturnValue:
    """Who has no work in cases begins where their work is; the log-in is here for all."""
    if "intake_officer" in roles:
        return see("/intake/staff/complaints")
    if "publisher" in roles:
        return see(url_for("pages.publication_list"))
    return render_template("cases/welcome.html", auditor="auditor" in roles)
