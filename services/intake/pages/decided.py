"""What becomes of a complaint besides the decision on it, from its page: a case of the office's own, a new look, stepping back."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.intake.actions import exclusions, reopenings, tips
from services.intake.domain.openings import OFFICERS
from services.intake.forms.decided import ReopeningForm, StepBackForm
from services.intake.pages.decision import MESSAGES
from services.intake.pages.exclusions import REFUSED
from services.intake.pages.routes import STAFF_PREFIX, blueprint, staff_id, vault
from services.intake.pages.view import own_initiative_form, page_of
from services.intake.queries import complaints as queries
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.words import language

LIST = f"{STAFF_PREFIX}complaints"


@blueprint.post("/staff/complaints/<uuid:complaint_id>/own-initiative")
@access.staff(*OFFICERS)
def go_on_alone(complaint_id: UUID) -> ResponseReturnValue:
    here, now = platform(), utc_now()
    with here.database.reading() as reading:
        view = queries.complaint_view(reading, here.documents, complaint_id, now, access.current())
    form = own_initiative_form(view)
    if not form.validate_on_submit():
        return page_of(complaint_id, own=form)
    tip, unchanged = tips.Tip(**form.tip(), language=language()), {"urgency": None, "urgency_reason": None}
    try:
        with here.database.transaction() as session:
            tips.go_on_alone(session, vault(), here.documents, complaint_id, tip, by=staff_id(), now=now, **unchanged)
    except ContentViolation as refused:
        field = form[f"own_{refused.field.split('.')[0]}"]
        field.errors = [*field.errors, str(MESSAGES[refused.code])]
        return page_of(complaint_id, own=form)
    except RuleViolation:
        flash(_("Këtë ankesë zyra nuk mund ta ndjekë vetë."), "notice")
    else:
        flash(_("Çështja me nismën e zyrës po hapet."), "success")
    return redirect(f"{LIST}/{complaint_id}", 303)


@blueprint.post("/staff/complaints/<uuid:complaint_id>/reopening")
@access.staff(*OFFICERS)
def reopen(complaint_id: UUID) -> ResponseReturnValue:
    form = ReopeningForm(language())
    if not form.validate_on_submit():
        return page_of(complaint_id, reopening=form)
    reason, note = str(form.again.data), form.again_note.data or None
    try:
        with platform().database.transaction() as session:
            reopenings.reopen(session, vault(), complaint_id, reason, note, by=staff_id(), now=utc_now())
    except RuleViolation:
        flash(_("Me këtë ankesë zyra po punon ende."), "notice")
    else:
        flash(_("Ankesa po shqyrtohet përsëri dhe ankuesi e sheh këtë."), "success")
    return redirect(f"{LIST}/{complaint_id}", 303)


@blueprint.post("/staff/complaints/<uuid:complaint_id>/stepping-back")
@access.staff(*OFFICERS)
def step_back(complaint_id: UUID) -> ResponseReturnValue:
    """Whoever has a conflict of interest walls themself off."""
    form, me = StepBackForm(), access.current()
    if not form.validate_on_submit():
        return page_of(complaint_id, stepping_back=form)
    try:
        with platform().database.transaction() as session:
            exclusions.exclude(
                session, vault(), complaint_id, staff_id(), form.wall_reason.data or "",
                excluded=True, by=staff_id(), roles=me.roles, now=utc_now(),
            )  # fmt: skip
    except RuleViolation as refused:
        flash(str(REFUSED[refused.code]), "notice")
        return redirect(f"{LIST}/{complaint_id}", 303)
    flash(_("U tërhoqët. Ankesa nuk ju shfaqet më."), "success")
    return redirect(LIST, 303)
