"""The page on which a redirected matter is handed to its body: one person writes, another lets it go."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.intake import data
from services.intake.actions import handovers as actions
from services.intake.domain.decisions import REDIRECTED
from services.intake.domain.handovers import NEVER, NamesSomebody
from services.intake.domain.openings import OFFICERS
from services.intake.domain.releases import SECOND
from services.intake.forms.handovers import HandoverDecisionForm, HandoverForm
from services.intake.pages.routes import vault
from services.intake.queries import complaints, handovers, lookup
from shared import access, audit
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.words import language

blueprint = Blueprint("handovers_pages", __name__)

#: What the rules refuse, by its code; what concerns a field stands there.
_REFUSED = {
    "release.own_request": _l("Vendos një person tjetër, jo ai që e shkroi."),
    "release.needs_commissioner": _l("Emrin e një fëmije të vogël, ose të kujt kërkoi fshehtësi, e jep vetëm Komisioneri."),
    "already_decided": _l("Për këtë është vendosur tashmë."),
    "handover.authority": _l("Gjykatës dhe prokurorisë nuk u dorëzohet asgjë nga kjo rrugë."),
    "handover.not_redirected": _l("Kjo ankesë nuk është më e përcjellë te ky organ."),
    "handover.waits": _l("Një tekst pret tashmë vendimin e një personi tjetër."),
    "handover.done": _l("Çështja i është dorëzuar tashmë organit."),
    "institution_inactive": _l("Ky organ nuk ekziston më"),
    "handover.tip": _l("Nga një njoftim pa emër nuk jepet asgjë e atij që e bëri"),
    "handover.not_agreed": _l("Pa pëlqimin e vet askujt nuk i jepet emri. Zgjidhni kush e dha pëlqimin"),
    "missing": _l("Shkruani si dhe kur e dhanë pëlqimin"),
    "release.not_held": _l("Dosja nuk e ka një nga këto të dhëna"),
}  # fmt: skip
_FIELDS = {"account": "account", "data": "data_keys", "agreed": "agreed", "agreement": "agreement"}


@blueprint.get("/staff/complaints/<uuid:complaint_id>/handovers")
@access.staff(*OFFICERS)
def handovers_page(complaint_id: UUID) -> ResponseReturnValue:
    return _page(complaint_id, None)


@blueprint.post("/staff/complaints/<uuid:complaint_id>/handovers")
@access.staff(*OFFICERS)
def ask_for_handover(complaint_id: UUID) -> ResponseReturnValue:
    form = HandoverForm(language())
    if not form.validate_on_submit():
        return _page(complaint_id, form)
    try:
        with platform().database.transaction() as session:
            actions.ask(access.current(), session, vault(), complaint_id, form.handover(language()), now=utc_now())
    except ContentViolation as refused:
        return _faulty(complaint_id, form, refused)
    except RuleViolation as refused:
        return _back(complaint_id, str(_REFUSED[refused.code]), "notice")
    return _back(complaint_id, _("Teksti u regjistrua. Tani vendos një person tjetër."), "success")


@blueprint.post("/staff/complaints/<uuid:complaint_id>/handovers/<uuid:handover_id>/decision")
@access.staff(*sorted(SECOND))
def decide_handover(complaint_id: UUID, handover_id: UUID) -> ResponseReturnValue:
    here, by, form = platform(), access.current(), HandoverDecisionForm()
    if not form.validate_on_submit():
        return _back(complaint_id, _("Shkruajeni arsyen më shkurt."), "notice")
    decision = form.decision(approve=request.form.get("approve") == "yes")
    try:
        with here.database.transaction() as session:
            actions.decide(by, session, vault(), here.documents, complaint_id, handover_id, decision, now=utc_now())
    except NamesSomebody as refused:
        return _back(complaint_id, _places(refused), "notice")
    except (ContentViolation, RuleViolation) as refused:
        return _back(complaint_id, str(_REFUSED[refused.code]), "notice")
    words = _("Letra po i dërgohet organit.") if decision.approve else _("Organit nuk i dorëzohet ky tekst.")
    return _back(complaint_id, words, "success")


def _faulty(complaint_id: UUID, form: HandoverForm, refused: ContentViolation) -> ResponseReturnValue:
    field = form[_FIELDS.get(refused.field.split(".")[0], "account")]
    said = _places(refused) if isinstance(refused, NamesSomebody) else str(_REFUSED[refused.code])
    field.errors = [*field.errors, said]
    return _page(complaint_id, form)


def _places(refused: NamesSomebody) -> str:
    """Where, and never what: whoever has not opened the file must not learn which word it was."""
    where = ", ".join(f"{start + 1}–{end}" for start, end in refused.places)
    return _("Teksti tregon kush është dikush, te shkronjat %(where)s. Hiqni emrat, numrat dhe adresat", where=where)


def _back(complaint_id: UUID, words: str, kind: str) -> ResponseReturnValue:
    flash(words, kind)
    return redirect(f"/intake/staff/complaints/{complaint_id}/handovers", 303)


def _page(complaint_id: UUID, form: HandoverForm | None) -> ResponseReturnValue:
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        view = complaints.complaint_view(session, here.documents, complaint_id, utc_now(), by)
        items = handovers.of(session, vault(), complaint_id, by)
        to = view.redirect.institution_id if view.redirect else None
        bodies = lookup.institutions(session, {*(item.institution_id for item in items), *([to] if to else [])})
        audit.record(session, by, "handovers.read", "complaint", complaint_id)
    body = bodies.get(to) if to else None
    open_states = {item.state for item in items if view.decision and item.asked_at >= view.decision.decided_at}
    page = render_template(
        "intake/staff_handovers.html",
        view=view,
        items=items,
        bodies={key: one.name(language()) for key, one in bodies.items()},
        to=body,
        never=body is not None and body.institution_class in NEVER,
        can_write=view.status == REDIRECTED and not open_states & {"asked", "approved"},
        form=form or HandoverForm(language()),
        decision_form=HandoverDecisionForm(),
        named={key: data.words(entry, "name", language()) for key, entry in data.named().items()},
        words={key: data.words(entry, "name", language()) for key, entry in data.releasable().items()},
        people={key: data.words(entry, "name", language()) for key, entry in data.agreed().items()},
        may_decide=bool(by.roles & SECOND),
        me=by.person,
    )
    return page, 422 if form else 200
