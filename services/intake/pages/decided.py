"""What becomes of a complaint besides the decision on it, from its page: a case of the office's own, a new look, stepping back."""

from uuid import UUID

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.intake.actions import exclusions, reopenings, tips
from services.intake.domain.openings import OFFICERS
from services.intake.forms.decided import OwnInitiativeForm, ReopeningForm, StepBackForm
from services.intake.pages.decision import MESSAGES
from services.intake.pages.exclusions import REFUSED
from services.intake.pages.routes import STAFF_PREFIX, vault
from services.intake.pages.view import UNREAD, own_initiative_form, page_of
from services.intake.queries import complaints as queries
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.words import language

blueprint = Blueprint("decided_pages", __name__)

LIST = f"{STAFF_PREFIX}complaints"


#: Why the office does not go on alone with a complaint.
NOT_ALONE = {"not_read": UNREAD, "": _l("Këtë ankesë zyra nuk mund ta ndjekë vetë.")}


@blueprint.post("/staff/complaints/<uuid:complaint_id>/own-initiative")
@access.staff(*OFFICERS)
def go_on_alone(complaint_id: UUID) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    with here.database.reading() as reading:
        form = own_initiative_form(queries.complaint_view(reading, here.documents, complaint_id, now, by))
    if not form.validate_on_submit():
        return page_of(complaint_id, own=form)
    try:
        with here.database.transaction() as session:
            own = form.own_initiative(language())
            tips.go_on_alone(by, session, vault(), here.documents, complaint_id, own, now=now)
    except ContentViolation as refused:
        return _faulty(complaint_id, form, refused)
    except RuleViolation as refused:
        return _back(complaint_id, str(NOT_ALONE.get(refused.code, NOT_ALONE[""])), "notice")
    return _back(complaint_id, _("Çështja me nismën e zyrës po hapet."), "success")


@blueprint.post("/staff/complaints/<uuid:complaint_id>/reopening")
@access.staff(*OFFICERS)
def reopen(complaint_id: UUID) -> ResponseReturnValue:
    form = ReopeningForm(language())
    if not form.validate_on_submit():
        return page_of(complaint_id, reopening=form)
    try:
        with platform().database.transaction() as session:
            reopenings.reopen(access.current(), session, vault(), complaint_id, form.reopening(), now=utc_now())
    except RuleViolation:
        return _back(complaint_id, _("Me këtë ankesë zyra po punon ende."), "notice")
    return _back(complaint_id, _("Ankesa po shqyrtohet përsëri dhe ankuesi e sheh këtë."), "success")


@blueprint.post("/staff/complaints/<uuid:complaint_id>/stepping-back")
@access.staff(*OFFICERS)
def step_back(complaint_id: UUID) -> ResponseReturnValue:
    """Whoever has a conflict of interest walls themself off."""
    form, me = StepBackForm(), access.current()
    if not form.validate_on_submit():
        return page_of(complaint_id, stepping_back=form)
    try:
        with platform().database.transaction() as session:
            exclusions.exclude(me, session, vault(), complaint_id, form.exclusion(me.person), now=utc_now())
    except RuleViolation as refused:
        return _back(complaint_id, str(REFUSED[refused.code]), "notice")
    flash(_("U tërhoqët. Ankesa nuk ju shfaqet më."), "success")
    return redirect(LIST, 303)


def _faulty(complaint_id: UUID, form: OwnInitiativeForm, refused: ContentViolation) -> ResponseReturnValue:
    field = form[f"own_{refused.field.split('.')[0]}"]
    field.errors = [*field.errors, str(MESSAGES[refused.code])]
    return page_of(complaint_id, own=form)


def _back(complaint_id: UUID, words: str, kind: str) -> ResponseReturnValue:
    flash(words, kind)
    return redirect(f"{LIST}/{complaint_id}", 303)
