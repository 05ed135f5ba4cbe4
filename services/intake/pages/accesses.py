"""The pages on which one person asks to be let into a file that is another's work, and another agrees or does not."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.intake import data
from services.intake.actions import accesses as actions
from services.intake.domain.openings import OFFICERS
from services.intake.domain.releases import SECOND
from services.intake.forms.accesses import AccessForm
from services.intake.pages.routes import today, vault
from services.intake.queries import accesses, budgets, complaints, work
from services.intake.schemas.accesses import AccessDecision
from shared import access, audit
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

blueprint = Blueprint("accesses_pages", __name__)

_REFUSED = {
    "access.own_request": _l("Vendos një person tjetër, jo ai që e kërkoi."),
    "access.not_needed": _l("Këtë dosje mund ta hapni pa pyetur askënd."),
    "already_decided": _l("Për këtë është vendosur tashmë."),
    "erased": _l("Dosja është fshirë dhe nuk hapet më."),
}


@blueprint.get("/staff/accesses")
@access.staff(*sorted(SECOND))
def waiting() -> ResponseReturnValue:
    """What waits for another person's word."""
    with platform().database.reading() as session:
        items = accesses.waiting(session, access.current())
    return render_template("intake/staff_accesses_waiting.html", items=items, words=_words())


@blueprint.get("/staff/complaints/<uuid:complaint_id>/accesses")
@access.staff(*OFFICERS)
def accesses_page(complaint_id: UUID) -> ResponseReturnValue:
    return _page(complaint_id, None)


@blueprint.post("/staff/complaints/<uuid:complaint_id>/accesses")
@access.staff(*OFFICERS)
def ask_for_access(complaint_id: UUID) -> ResponseReturnValue:
    form = AccessForm(language())
    if not form.validate_on_submit():
        return _page(complaint_id, form)
    try:
        with platform().database.transaction() as session:
            actions.ask(access.current(), session, vault(), complaint_id, form.access(), now=utc_now())
    except RuleViolation as refused:
        return _back(complaint_id, str(_REFUSED[refused.code]), "notice")
    return _back(complaint_id, _("Kërkesa u regjistrua. Tani vendos një person tjetër."), "success")


@blueprint.post("/staff/complaints/<uuid:complaint_id>/accesses/<uuid:access_id>/decision")
@access.staff(*sorted(SECOND))
def decide_access(complaint_id: UUID, access_id: UUID) -> ResponseReturnValue:
    decision = AccessDecision(approve=request.form.get("approve") == "yes")
    try:
        with platform().database.transaction() as session:
            actions.decide(access.current(), session, complaint_id, access_id, decision, now=utc_now())
    except RuleViolation as refused:
        return _back(complaint_id, str(_REFUSED[refused.code]), "notice")
    words = _("Dosja mund të hapet tani.") if decision.approve else _("Dosja nuk hapet.")
    return _back(complaint_id, words, "success")


def _back(complaint_id: UUID, words: str, kind: str) -> ResponseReturnValue:
    flash(words, kind)
    return redirect(f"/intake/staff/complaints/{complaint_id}/accesses", 303)


def _page(complaint_id: UUID, form: AccessForm | None) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    with here.database.transaction() as session:
        view = complaints.complaint_view(session, here.documents, complaint_id, now, by)
        items = accesses.of(session, vault(), complaint_id, by)
        spent = budgets.is_spent(session, by.person, today())
        can_open = work.may_be_opened_by(session, complaint_id, by, now)
        audit.record(session, by, "accesses.read", "complaint", complaint_id)
    page = render_template(
        "intake/staff_accesses.html",
        view=view,
        items=items,
        can_open=can_open,
        spent=spent,
        form=form or AccessForm(language(), own=can_open and not spent),
        words=_words(),
        minutes=data.access_minutes(),
        may_decide=bool(by.roles & SECOND),
        me=by.person,
    )
    return page, 422 if form else 200


def _words() -> dict[str, str]:
    return {key: data.words(entry, "name", language()) for key, entry in data.purposes().items()}
