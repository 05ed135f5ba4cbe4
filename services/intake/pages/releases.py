"""The page on which parts of an identity are released to one addressee: one person asks, another decides."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.intake import data
from services.intake.actions import releases as actions
from services.intake.domain.openings import OFFICERS
from services.intake.domain.releases import SECOND
from services.intake.forms.releases import ReleaseForm
from services.intake.pages.routes import vault
from services.intake.queries import complaints, lookup, releases, work
from services.intake.schemas.releases import ReleaseDecision
from shared import access, audit
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.words import language

blueprint = Blueprint("releases_pages", __name__)

_REFUSED = {
    "release.own_request": _l("Vendos një person tjetër, jo ai që e kërkoi."),
    "release.needs_commissioner": _l("Ankuesi kërkoi fshehtësi: vendos vetëm Komisioneri."),
    "already_decided": _l("Për këtë është vendosur tashmë."),
}


@blueprint.get("/staff/complaints/<uuid:complaint_id>/releases")
@access.staff(*OFFICERS)
def releases_page(complaint_id: UUID) -> ResponseReturnValue:
    return _page(complaint_id, None)


@blueprint.post("/staff/complaints/<uuid:complaint_id>/releases")
@access.staff(*OFFICERS)
def ask_for_release(complaint_id: UUID) -> ResponseReturnValue:
    form = ReleaseForm(language(), _letters(complaint_id))
    if not form.validate_on_submit():
        return _page(complaint_id, form)
    try:
        with platform().database.transaction() as session:
            actions.ask(access.current(), session, vault(), complaint_id, form.release(), now=utc_now())
    except ContentViolation:
        form.data_keys.errors = [_("Dosja nuk e ka një nga këto të dhëna.")]
        return _page(complaint_id, form)
    flash(_("Kërkesa u regjistrua. Tani vendos një person tjetër."), "success")
    return redirect(f"/intake/staff/complaints/{complaint_id}/releases", 303)


@blueprint.post("/staff/complaints/<uuid:complaint_id>/releases/<uuid:release_id>/decision")
@access.staff(*sorted(SECOND))
def decide_release(complaint_id: UUID, release_id: UUID) -> ResponseReturnValue:
    here, decision = platform(), ReleaseDecision(release=request.form.get("release") == "yes")
    try:
        with here.database.transaction() as session:
            actions.decide(
                access.current(), session, vault(), here.documents, complaint_id, release_id, decision, now=utc_now()
            )
    except RuleViolation as refused:
        flash(str(_REFUSED.get(refused.code, _REFUSED["already_decided"])), "notice")
    else:
        flash(_("Të dhënat u zbuluan.") if decision.release else _("Të dhënat nuk u zbuluan."), "success")
    return redirect(f"/intake/staff/complaints/{complaint_id}/releases", 303)


def _letters(complaint_id: UUID) -> list[tuple[str, str]]:
    with platform().database.reading() as session:
        letters = releases.letters(session, complaint_id)
        bodies = lookup.institutions(session, [letter.institution_id for letter in letters])
        return [
            (
                f"{letter.recommendation_id} {letter.institution_id}",
                f"{letter.number}, {bodies[letter.institution_id].name(language())}",
            )
            for letter in letters
            if letter.institution_id in bodies
        ]


def _page(complaint_id: UUID, form: ReleaseForm | None) -> ResponseReturnValue:
    here, by, letters = platform(), access.current(), _letters(complaint_id)
    with here.database.transaction() as session:
        view = complaints.complaint_view(session, here.documents, complaint_id, utc_now(), by)
        items = releases.of(session, vault(), complaint_id, by)
        mine = work.is_work_of(session, complaint_id, by)
        bodies = lookup.institutions(session, [item.institution_id for item in items])
        audit.record(session, by, "releases.read", "complaint", complaint_id)
    page = render_template(
        "intake/staff_releases.html",
        view=view,
        releases=items,
        bodies={key: body.name(language()) for key, body in bodies.items()},
        form=form or ReleaseForm(language(), letters),
        letters=letters,
        mine=mine,
        words={key: data.words(entry, "name", language()) for key, entry in data.releasable().items()},
        may_decide=bool(by.roles & SECOND),
        me=by.person,
    )
    return page, 422 if form else 200
