"""What is to be done in cases: the list of a person or of all, one task, giving it to somebody else, and that it is done."""

from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import tasks
from services.cases.forms.investigation import TaskAssignmentForm, TaskFilter
from services.cases.pages.acting import done, see
from services.cases.pages.case_file import who_sees
from services.cases.pages.cases import WORKING
from services.cases.pages.frame import blueprint
from services.cases.pages.tables import task_row
from services.cases.queries import investigation
from shared import access
from shared.platform import platform


@blueprint.route("/staff/tasks")
@access.staff(*WORKING)
def task_list() -> ResponseReturnValue:
    form = TaskFilter(request.args or None, meta={"csrf": False})
    good, after = form.validate(), request.args.get("after")
    mine, state = (form.whose.data == "mine", form.state.data or None) if good else (False, None)
    here = platform()
    with here.database.transaction() as session:
        paging = {"mine": mine, "state": state, "after": after}
        page = investigation.tasks_of(session, here.documents, here.cursors, access.current(), **paging)
    kept = {"whose": "mine" if mine else None, "state": state or ""}
    body = render_template(
        "cases/task_list.html",
        form=form,
        tasks=[task_row(one) for one in page.items],
        next_href=url_for("pages.task_list", after=page.next, **kept) if page.next else None,
        first_href=url_for("pages.task_list", **kept) if after else None,
    )
    return body, 200 if good else 422


@blueprint.route("/staff/tasks/<uuid:task_id>", methods=["GET", "POST"])
@access.staff(*WORKING)
def task(task_id: UUID) -> ResponseReturnValue:
    """One task; sending the form gives it to somebody else who may see its case."""
    here, by, status = platform(), access.current(), 200
    with here.database.transaction() as session:
        view = investigation.task(session, here.documents, task_id, by)
        form = TaskAssignmentForm()
        form.assignee.choices = who_sees(session, view.case.id)
    if request.method == "POST":
        status = 422
        if form.validate_on_submit():
            _task, status = done(form, lambda session: tasks.assign(session, task_id, UUID(form.assignee.data), by))
            if status == 303:
                flash(_("Detyra iu dha një personi tjetër."), "success")
                return see(url_for("pages.case", case_id=view.case.id))
    elif view.task.assignee_id:
        form.assignee.data = str(view.task.assignee_id)
    return render_template("cases/task.html", form=form, task=task_row(view)), status


@blueprint.route("/staff/tasks/<uuid:task_id>/completion", methods=["POST"])
@access.staff(*WORKING)
def finish_task(task_id: UUID) -> ResponseReturnValue:
    by = access.current()
    finished = platform().database.run(lambda session: tasks.finish(session, task_id, by))
    flash(_("Detyra u krye."), "success")
    return see(url_for("pages.case", case_id=finished.case_id))
