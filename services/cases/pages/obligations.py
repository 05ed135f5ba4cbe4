"""What one body owes on one item: the list, and one obligation with its clock, its answers and what the office may do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.actions import assessments, clock_entries, escalations, extensions, readdressings
from services.cases.actions.assessments import WantedAssessment
from services.cases.actions.clock_entries import WantedEntry
from services.cases.actions.readdressings import WantedReaddressing
from services.cases.domain.ladder import RungKey
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import Assessed, Confirmed
from services.cases.forms.clock import ClockEntryForm
from services.cases.forms.obligation import (
    AssessmentForm,
    ConfirmationForm,
    ExtensionForm,
    InsufficientForm,
    ObligationFilter,
    OutcomeForm,
    ReaddressingForm,
    RungForm,
)
from services.cases.models.obligations import ATTENTION
from services.cases.pages import one_obligation
from services.cases.pages.acting import an_id, done, see, today
from services.cases.pages.cases import WORKING
from services.cases.pages.frame import blueprint
from services.cases.pages.rungs import alternative_names
from services.cases.pages.tables import obligation_row
from services.cases.queries import obligations
from shared import access, directory
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.rules import ContentViolation
from shared.words import language

LIST = "pages.obligation_list"


@blueprint.route("/staff/obligations")
@access.staff(*WORKING)
def obligation_list() -> ResponseReturnValue:
    form = ObligationFilter(request.args, meta={"csrf": False})
    good, after = form.validate(), request.args.get("after")
    chosen, what = (form.timeliness.data or None, form.what.data or "reply") if good else (None, "reply")
    attention = chosen if chosen in ATTENTION else None
    institution = an_id(request.args.get("institution"))
    with platform().database.transaction() as session:
        found = list(directory.find(session, form.q.data)) if good and form.q.data and institution is None else []
        if len(found) == 1:
            institution = found[0].id
        page = obligations.page_of(
            session,
            platform().cursors,
            access.current(),
            timeliness=None if attention else chosen,
            what=what,
            attention=attention,
            institution=institution,
            after=after,
            today=today(),
        )
        only = session.get(directory.KnownInstitution, institution) if institution else None
    kept = {"timeliness": chosen, "what": what, "institution": institution}
    body = render_template(
        "cases/obligation_list.html",
        form=form,
        only=only.name(language()) if only else None,
        several=[
            {"name": body.name(language()), "href": url_for(LIST, **{**kept, "institution": body.id})}
            for body in found
            if len(found) > 1
        ],
        nobody=bool(good and form.q.data and not found and institution is None),
        everybody=url_for(LIST, **{**kept, "institution": None}),
        obligations=[obligation_row(view) for view in page.items],
        today=today(),
        next_href=url_for("pages.obligation_list", after=page.next, **kept) if page.next else None,
        first_href=url_for("pages.obligation_list", **kept) if after else None,
    )
    return body, 200 if good else 422


@blueprint.route("/staff/obligations/<uuid:obligation_id>")
@access.staff(*WORKING)
def obligation(obligation_id: UUID) -> ResponseReturnValue:
    return one_obligation.page(obligation_id, None), 200


@blueprint.route("/staff/obligations/<uuid:obligation_id>/assessments", methods=["POST"])
@access.staff(*WORKING)
def assess(obligation_id: UUID) -> ResponseReturnValue:
    form, by = AssessmentForm(prefix="assessment-"), access.current()
    return _do(
        obligation_id,
        form,
        lambda session: assessments.assess(session, obligation_id, _assessment(form), by),
        _("Vlerësimi u shënua."),
    )


def _assessment(form: AssessmentForm) -> WantedAssessment:
    return WantedAssessment(
        word=Assessed(form.assessment.data),
        on=form.on.data,
        evidence=_lines(form.evidence.data),
        promised_date=form.promised_date.data,
        next_check=form.next_check.data,
        reason=form.reason.data or "",
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/outcome", methods=["POST"])
@access.staff(*WORKING)
def record_outcome(obligation_id: UUID) -> ResponseReturnValue:
    by = access.current()
    form = one_obligation.outcome_form(obligation_id, by)
    return _do(
        obligation_id,
        form,
        lambda session: assessments.assess(session, obligation_id, _outcome(form), by),
        _("Përfundimi u shënua."),
    )


def _outcome(form: OutcomeForm) -> WantedAssessment:
    return WantedAssessment(
        word=None,
        outcome=form.outcome.data,
        on=form.on.data,
        evidence=_lines(form.evidence.data),
        reason=form.reason.data or "",
    )


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


@blueprint.route("/staff/obligations/<uuid:obligation_id>/clock-entries", methods=["POST"])
@access.staff(*WORKING)
def enter_into_clock(obligation_id: UUID) -> ResponseReturnValue:
    form, by = ClockEntryForm(prefix="clock-"), access.current()
    return _do(
        obligation_id,
        form,
        lambda session: clock_entries.enter(session, obligation_id, _entry(form), by),
        _("Afati u llogarit përsëri. Institucioni e sheh datën e re në portal."),
    )


def _entry(form: ClockEntryForm) -> WantedEntry:
    kind = EntryKind(form.kind.data)
    return WantedEntry(kind, form.effective.data, form.reason.data or "", form.until.data)


@blueprint.route("/staff/obligations/<uuid:obligation_id>/readdressing", methods=["POST"])
@access.staff(*WORKING)
def readdress(obligation_id: UUID) -> ResponseReturnValue:
    """Decide whether to turn to the competent body; a draft that this makes is shown at once."""
    form, by = ReaddressingForm(prefix="readdressing-"), access.current()
    return _do(
        obligation_id,
        form,
        lambda session: readdressings.decide(session, obligation_id, _readdressing(session, form), by),
        _("Vendimi u shënua. Një akt i ri del vetëm si projekt, për miratim."),
        lambda made: url_for("pages.recommendation", act_id=made.act_id) if made.act_id else None,
    )


def _readdressing(session: Session, form: ReaddressingForm) -> WantedReaddressing:
    wanted = form.institution_id.data
    named = list(directory.find(session, wanted)) if wanted else []
    if wanted and len(named) != 1:
        raise ContentViolation("one body by its name", code="reply.competent_unclear", field="institution_id")
    other = named[0].id if named else None
    return WantedReaddressing(form.accept.data == "yes", form.reason.data or "", other)


@blueprint.route("/staff/obligations/<uuid:obligation_id>/insufficiency", methods=["POST"])
@access.staff(*WORKING)
def find_insufficient(obligation_id: UUID) -> ResponseReturnValue:
    form, by = InsufficientForm(prefix="insufficient-"), access.current()
    return _do(
        obligation_id,
        form,
        lambda session: assessments.find_insufficient(session, obligation_id, form.reason.data, by),
        _("U shënua se përgjigjja nuk mjafton."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/confirmation", methods=["POST"])
@access.staff(*WORKING)
def confirm(obligation_id: UUID) -> ResponseReturnValue:
    form, by = ConfirmationForm(prefix="confirmation-"), access.current()
    return _do(
        obligation_id,
        form,
        lambda session: assessments.confirm(session, obligation_id, Confirmed(form.confirmed.data), by),
        _("U shënua çfarë thotë fëmija ose ankuesi."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/extensions", methods=["POST"])
@access.staff(*WORKING)
def decide_extension(obligation_id: UUID) -> ResponseReturnValue:
    form, by = ExtensionForm(prefix="extension-"), access.current()
    return _do(
        obligation_id,
        form,
        lambda session: extensions.decide(
            session,
            obligation_id,
            form.granted.data == "yes",
            by,
            until=form.until.data,
            request_id=an_id(form.request_id.data),
            reason=form.reason.data or "",
        ),
        _("Vendimi për afatin u shënua dhe institucioni njoftohet."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/escalations", methods=["POST"])
@access.staff(*WORKING)
def escalate(obligation_id: UUID) -> ResponseReturnValue:
    form, by = RungForm(prefix="rung-"), access.current()
    return _do(
        obligation_id,
        form,
        lambda session: escalations.send(
            session,
            platform().documents,
            obligation_id,
            RungKey(form.rung.data),
            by,
            reason=form.reason.data or "",
            override_reason=form.override_reason.data or "",
            alternative=form.alternative.data or None,
            to=an_id(form.to.data),
        ),
        _("Hapi u shënua. Një akt i hartuar dërgohet kur miratohet dhe lëshohet."),
    )


def _do(
    obligation_id: UUID,
    form: BesaForm,
    work: Callable[[Session], Any],
    said: str,
    leads_to: Callable[[Any], str | None] = lambda _changed: None,
) -> ResponseReturnValue:
    """Do it and lead back to the obligation, or to what it made; what is wrong or refused stands on its page."""
    status = 422
    if form.validate_on_submit():
        changed, status = done(form, work, alternative_names())
        if status == 303:
            flash(said, "success")
            return see(leads_to(changed) or url_for("pages.obligation", obligation_id=obligation_id))
    return one_obligation.page(obligation_id, form), status
