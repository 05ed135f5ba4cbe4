"""How the office works, for who leads it: who has how much and about which rights, the handover of a portfolio;
and the audit trail.
"""

import json
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.office import actions
from services.cases.office.forms import AuditFilter, HandoverForm, YearFilter
from services.cases.office.queries import rights, trail, workload
from services.cases.pages.acting import done, see, today
from services.cases.queries import cases, people
from services.cases.queries.visibility import LEADING, OFFICERS
from shared import access
from shared.pages.forms import SelectChoice
from shared.pages.languages import date_words
from shared.platform import platform
from shared.rules import NotFound
from shared.words import language

blueprint = Blueprint("office_pages", __name__)
BLUEPRINTS = (blueprint,)
#: Of an officer's open cases so many can be chosen one by one; all of them go at once.
CHOOSABLE = 100


@blueprint.route("/staff/workload")
@access.staff(*sorted(LEADING))
def workload_page() -> ResponseReturnValue:
    with platform().database.transaction() as session:
        found = workload.of_all(session, access.current(), today())
    return render_template("cases/workload.html", lines=found)


@blueprint.route("/staff/rights")
@access.staff(*sorted(LEADING))
def rights_page() -> ResponseReturnValue:
    on = today()
    with platform().database.transaction() as session:
        offered = rights.years(session, on)
        form = YearFilter(request.args, meta={"csrf": False})
        form.year.choices = [SelectChoice(str(year), str(year)) for year in offered]
        good = form.validate()
        year = int(form.year.data) if good and form.year.data else on.year
        found = rights.by_cluster(session, access.current(), date(year, 1, 1), min(date(year, 12, 31), on))
    days = {"since": date_words(found.from_), "until": date_words(found.to)}
    period = _("%(cases)d çështje të hapura nga %(since)s deri më %(until)s.", cases=found.cases, **days)
    rows = [[f"{one.number}. {words.of_pair(vars(one), 'name', language())}", str(one.cases)] for one in found.clusters]
    return render_template("cases/rights.html", form=form, period=period, rows=rows), 200 if good else 422


@blueprint.route("/staff/workload/<uuid:staff_id>/handover", methods=["GET", "POST"])
@access.staff(*sorted(LEADING))
def hand_over(staff_id: UUID) -> ResponseReturnValue:
    by, status = access.current(), 200
    with platform().database.transaction() as session:
        name, form = _name(session, staff_id), _handover(session, staff_id)
    if request.method == "POST":
        status = 422
        if form.validate_on_submit():
            chosen = None if form.which.data == "all" else [UUID(one) for one in form.cases.data or []]
            to, reason, here = UUID(form.to.data), form.reason.data, platform()
            found, status = done(
                form,
                lambda session: actions.hand_over(session, here.documents, staff_id, to, reason, by, cases=chosen),
            )
            if found is not None:
                flash(_said(found), "success")
                return see(url_for("office_pages.workload_page"))
    return render_template("cases/handover.html", form=form, name=name), status


@blueprint.route("/staff/audit")
@access.staff("auditor", "commissioner")
def audit_page() -> ResponseReturnValue:
    form = AuditFilter(request.args, meta={"csrf": False})
    good, after = form.validate(), request.args.get("after")
    kind, one = (form.object.data or None, form.id.data or None) if good else (None, None)
    here = platform()
    with here.database.transaction() as session:
        page = trail.page_of(session, here.cursors, access.current(), object_type=kind, object_id=one, after=after)
    kept = {"object": kind, "id": one}
    body = render_template(
        "cases/audit.html",
        form=form,
        lines=[_line(line) for line in page.items],
        next_href=url_for("office_pages.audit_page", after=page.next, **kept) if page.next else None,
        first_href=url_for("office_pages.audit_page", **kept) if after else None,
    )
    return body, 200 if good else 422


def _name(session: Session, staff_id: UUID) -> str:
    name = people.names(session, [staff_id]).get(staff_id)
    if name is None:
        raise NotFound
    return name


def _handover(session: Session, staff_id: UUID) -> HandoverForm:
    form = HandoverForm()
    able = [one for one in people.members(session) if OFFICERS & set(one.roles) and one.id != staff_id]
    form.to.choices = [
        SelectChoice("", _("Zgjidhni")),
        *(SelectChoice(str(one.id), one.name or one.username) for one in able),
    ]
    open_cases = cases.open_of(session, staff_id, access.current(), limit=CHOOSABLE)
    form.cases.choices = [SelectChoice(str(one.id), f"{one.number} · {one.name}") for one in open_cases]
    return form


def _said(found: actions.HandedOver) -> str:
    said = [_("Kaluan %(moved)d çështje.", moved=len(found.moved))]
    if found.walled:
        numbers = ", ".join(one.number for one in found.walled)
        said.append(_("Mbetën, sepse personi tjetër është i ndarë prej tyre: %(numbers)s.", numbers=numbers))
    if found.closed:
        said.append(_("Mbetën %(closed)d të mbyllura.", closed=found.closed))
    return " ".join(said)


def _line(line: Any) -> dict[str, Any]:
    entry = line.entry
    return {
        "when": entry.at,
        "who": line.actor_name if people.person(entry.actor) else _("Sistemi"),
        "action": entry.action,
        "object": entry.object_type,
        "id": entry.object_id,
        "details": json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else "",
    }
