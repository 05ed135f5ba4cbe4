"""What is to be done in cases: the list of a person or of all, one task, giving it to somebody else, and that it is done."""

from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import tasks
from services.cases.domain.timeliness import local_date
from services.cases.forms.investigation import TaskAssignmentForm
from services.cases.lists.tasks import OpenTasks
from services.cases.pages.acting import done, see
from services.cases.pages.case_file import who_sees
from services.cases.pages.case_rows import task_row
from services.cases.pages.cases import WORKING
from services.cases.pages.delivery_rows import undelivered_row
from services.cases.queries import investigation
from services.cases.queries import undelivered as queries
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform

blueprint = Blueprint("tasks", __name__)


@blueprint.route("/staff/tasks")
@access.staff(*WORKING)
def task_list() -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(OpenTasks), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = (
            investigation.tasks_of(session, here.documents, here.cursors, asked.listing, reading)
            if asked.listing
            else None
        )
        undelivered = [undelivered_row(one) for one in queries.copies(session, reading.by)]
    rows = [task_row(task) for task in page.items] if page else []
    body = render_template("cases/task_list.html", asked=asked, tasks=rows, page=page, undelivered=undelivered)
    return body, asked.status


@blueprint.route("/staff/tasks/<uuid:task_id>", methods=["GET", "POST"])
@access.staff(*WORKING)
def task(task_id: UUID) -> ResponseReturnValue:
    """One task; sending the form gives it to somebody else who may see its case."""
    here, by, now = platform(), access.current(), utc_now()
    with here.database.reading() as session:
        answer = investigation.task(session, here.documents, task_id, by, local_date(now))
        form = TaskAssignmentForm(data={"assignee": str(answer.assignee_id or "")})
        form.assignee.choices = who_sees(session, answer.case_id)
    status = 200 if request.method == "GET" else 422
    if form.validate_on_submit():
        _task, status = done(
            form, lambda session: tasks.assign(by, session, task_id, UUID(form.assignee.data), now=now)
        )
        if status == 303:
            flash(_("Detyra iu dha një personi tjetër."), "success")
            return see(url_for("cases_pages.case", case_id=answer.case_id))
    return render_template("cases/task.html", form=form, task=task_row(answer)), status


@blueprint.route("/staff/tasks/<uuid:task_id>/completion", methods=["POST"])
@access.staff(*WORKING)
def finish_task(task_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    finished = platform().database.run(lambda session: tasks.finish(by, session, task_id, now=now))
    flash(_("Detyra u krye."), "success")
    return see(url_for("cases_pages.case", case_id=finished.case_id))
