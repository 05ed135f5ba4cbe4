"""The decision on a complaint, from its page. What the rules refuse stands at the field it concerns."""

from uuid import UUID

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.intake.actions import decisions
from services.intake.domain.openings import OFFICERS
from services.intake.forms.staff import DecisionForm
from services.intake.pages.routes import vault
from services.intake.pages.view import UNREAD, decision_form, page_of
from services.intake.queries import complaints as queries
from services.intake.schemas.decisions import NewDecision
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation

blueprint = Blueprint("decision", __name__)

MESSAGES = {
    "missing": _l("Ky vendim e kërkon këtë"),
    "not_for_this_outcome": _l("Kjo nuk ka vend në këtë vendim"),
    "ground_unknown": _l("Kjo arsye nuk është në listë"),
    "not_anonymous": _l("Kjo nuk është njoftim pa emër: ankuesit i jepet përgjigje"),
    "ground_not_in_force": _l("Zyra nuk e përdor këtë arsye"),
    "right_unknown": _l("Shkruani nene të Konventës, për shembull 28, 31"),
    "named_twice": _l("I njëjti nen është shkruar dy herë"),
    "institution_unknown": _l("Ky organ nuk është në listë"),
    "complaint_unknown": _l("Nuk ka ankesë me këtë numër"),
    "joined_to_itself": _l("Një ankesë nuk bashkohet me vetveten"),
    "joined_to_ended": _l("Me atë ankesë zyra e ka mbaruar punën"),
    "institution_inactive": _l("Ky organ nuk ekziston më"),
    "no_authority": _l("Informacion i kërkohet vetëm gjykatës, prokurorisë ose organit që mbikëqyr drejtësinë"),
    "information_not_possible": _l("Me këtë arsye nuk ka kujt t’i kërkohet informacion"),
    "summary_names_person": _l("Përmbledhja tregon kush është personi. Hiqni emrat, numrat dhe adresat"),
    "summary_may_name": _l("Përmbledhja mund të tregojë dikë. Shkruajeni pa të, ose zgjidhni pse mund të shkojë."),
}
#: What concerns no field.
REFUSED = {"already_decided": _l("Për këtë ankesë është vendosur tashmë."), "not_read": UNREAD}
_UNKNOWN = UUID(int=0)


@blueprint.post("/staff/complaints/<uuid:complaint_id>/decision")
@access.staff(*OFFICERS)
def decide(complaint_id: UUID) -> ResponseReturnValue:
    here = platform()
    form, new = _typed(complaint_id)
    if new is None:
        return page_of(complaint_id, decision=form)
    try:
        with here.database.transaction() as session:
            decisions.decide(access.current(), session, vault(), here.documents, complaint_id, new, now=utc_now())
    except RuleViolation as refused:
        if _mark(form, refused):
            return page_of(complaint_id, decision=form)
        flash(str(REFUSED.get(refused.code, REFUSED["already_decided"])), "notice")
    else:
        flash(_("Vendimi u regjistrua dhe ankuesi e sheh me kodin e tij."), "success")
    return redirect(f"/intake/staff/complaints/{complaint_id}", 303)


def _typed(complaint_id: UUID) -> tuple[DecisionForm, NewDecision | None]:
    """The form, and what was typed into it unless the form itself refuses that."""
    here, by = platform(), access.current()
    with here.database.reading() as reading:
        form = decision_form(queries.complaint_view(reading, here.documents, complaint_id, utc_now(), by))
        number = (form.joined_to.data or "").upper()
        joined_to = (queries.id_of(reading, number, by) or _UNKNOWN) if number else None
    return form, form.decision(joined_to) if form.validate_on_submit() else None


def _mark(form: DecisionForm, refused: RuleViolation) -> bool:
    """Whether what was refused concerns a field: then it stands there."""
    if isinstance(refused, ContentViolation):
        field, words = form[refused.field.split(".")[0]], str(MESSAGES[refused.code])
    elif refused.code == "anonymous_not_admissible":
        field, words = form.outcome, _("Një ankesë pa emër nuk pranohet; zyra mund ta nisë vetë çështjen")
    else:
        return False
    field.errors = [*field.errors, words]
    return True
