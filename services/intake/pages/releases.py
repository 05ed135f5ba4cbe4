"""The page on which parts of an identity are released to one addressee: one person asks, another decides."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.intake import data
from services.intake.actions import releases as actions
from services.intake.domain.openings import OFFICERS
from services.intake.domain.releases import SECOND
from services.intake.forms.releases import ReleaseForm
from services.intake.pages.routes import blueprint, staff_id, vault
from services.intake.queries import complaints, lookup, releases
from shared import access, audit
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.words import language

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
    recommendation_id, institution_id = map(UUID, form.letter.data.split())
    asked = {
        "recommendation_id": recommendation_id,
        "institution_id": institution_id,
        "data": form.data_keys.data,
        "reason": form.reason.data,
    }
    try:
        with platform().database.transaction() as session:
            actions.ask(session, vault(), complaint_id, asked, by=staff_id(), now=utc_now())
    except ContentViolation:
        form.data_keys.errors = [_("Dosja nuk e ka një nga këto të dhëna.")]
        return _page(complaint_id, form)
    flash(_("Kërkesa u regjistrua. Tani vendos një person tjetër."), "success")
    return redirect(f"/intake/staff/complaints/{complaint_id}/releases", 303)


@blueprint.post("/staff/complaints/<uuid:complaint_id>/releases/<uuid:release_id>/decision")
@access.staff(*sorted(SECOND))
def decide_release(complaint_id: UUID, release_id: UUID) -> ResponseReturnValue:
    here, release = platform(), request.form.get("release") == "yes"
    try:
        with here.database.transaction() as session:
            actions.decide(
                session, vault(), here.documents, complaint_id, release_id,
                release=release, by=staff_id(), roles=access.current().roles, now=utc_now(),
            )  # fmt: skip
    except RuleViolation as refused:
        flash(str(_REFUSED.get(refused.code, _REFUSED["already_decided"])), "notice")
    else:
        flash(_("Të dhënat u zbuluan.") if release else _("Të dhënat nuk u zbuluan."), "success")
    return redirect(f"/intake/staff/complaints/{complaint_id}/releases", 303)


def _letters(complaint_id: UUID) -> list[tuple[str, str]]:
    with platform().database.reading() as session:
        found = releases.letters(session, complaint_id)
        bodies = lookup.institutions(session, [letter.institution_id for letter in found])
        return [
            (
                f"{one.recommendation_id} {one.institution_id}",
                f"{one.number}, {bodies[one.institution_id].name(language())}",
            )
            for one in found
            if one.institution_id in bodies
        ]


def _page(complaint_id: UUID, form: ReleaseForm | None) -> ResponseReturnValue:
    here, letters = platform(), _letters(complaint_id)
    with here.database.transaction() as session:
        view = complaints.complaint_view(session, here.documents, complaint_id, utc_now(), access.current())
        asked = releases.of(session, vault(), complaint_id, staff_id())
        bodies = lookup.institutions(session, [one["institution_id"] for one in asked])
        audit.record(session, access.current().name, "releases.read", "complaint", complaint_id)
    page = render_template(
        "intake/staff_releases.html",
        view=view,
        asked=asked,
        bodies={key: body.name(language()) for key, body in bodies.items()},
        form=form or ReleaseForm(language(), letters),
        letters=letters,
        releasable=data.releasable(),
        words={key: data.words(entry, "name", language()) for key, entry in data.releasable().items()},
        may_decide=bool(access.current().roles & SECOND),
        me=staff_id(),
    )
    return page, 422 if form else 200
