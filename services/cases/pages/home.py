"""What a member of staff finds first: what is late, what waits for a second person, and their own cases."""

from flask import render_template
from flask.typing import ResponseReturnValue

from services.cases.domain.case import Status
from services.cases.pages.acting import today
from services.cases.pages.frame import blueprint
from services.cases.pages.tables import act_row, case_row, obligation_row
from services.cases.queries import acts, cases, obligations
from shared import access
from shared.platform import platform

SHOWN = 10


@blueprint.route("/")
@access.staff()
def home() -> ResponseReturnValue:
    by, cursors = access.current(), platform().cursors
    with platform().database.transaction() as session:
        late = obligations.page_of(session, cursors, by, timeliness="late", limit=SHOWN, today=today())
        mine = cases.page_of(session, cursors, by, mine=True, limit=SHOWN)
        waiting = acts.waiting(session, by)
        return render_template(
            "cases/home.html",
            late=[obligation_row(view) for view in late.items],
            more_late=late.next is not None,
            mine=[case_row(line) for line in mine.items if line.case.status != Status.CLOSED],
            more_mine=mine.next is not None,
            waiting=[act_row(act) for act in waiting],
            today=today(),
        )
