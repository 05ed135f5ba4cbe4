"""The register of gaps in law and of wrong practices: the list, one gap from the cases to the law in force, entering one."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.forms.recommendation import ApprovalForm
from services.cases.gaps.actions import acts as act_actions
from services.cases.gaps.actions import register as actions
from services.cases.gaps.actions import stages as stage_actions
from services.cases.gaps.forms import GapCaseForm, GapForm, GapOutcomeForm, GapStageForm
from services.cases.gaps.lists import GapListing
from services.cases.gaps.models import Gap
from services.cases.gaps.pages import words as gap_words
from services.cases.gaps.queries import gaps as queries
from services.cases.gaps.queries import stages
from services.cases.gaps.queries.gaps import GapView
from services.cases.gaps.schemas import gaps as schemas
from services.cases.gaps.schemas.stages import GapStageBody
from services.cases.pages import picking
from services.cases.pages.acting import an_id, done, same_version, see, today
from services.cases.pages.cases import WORKING
from services.cases.pages.marked import check_shown, pieces
from services.cases.queries.visibility import LEADING
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm
from shared.platform import platform

blueprint = Blueprint("gaps_pages", __name__)


@blueprint.route("/staff/gaps")
@access.staff(*WORKING)
def gap_list() -> ResponseReturnValue:
    """The register, the newest first."""
    here, asked, reading = platform(), lists.asked(GapListing), Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        page = asked.listing and queries.gaps(session, here.cursors, asked.listing, reading)
    rows = [gap_words.row(line, _href(line.id)) for line in page.items] if page else []
    return render_template("cases/gap_list.html", asked=asked, page=page, gaps=rows), asked.status


@blueprint.route("/staff/gaps/new", methods=["GET", "POST"])
@access.staff(*WORKING)
def new_gap() -> ResponseReturnValue:
    form, by, now = _gap_form(), access.current(), utc_now()
    case_id = an_id(request.args.get("case"))
    gap, status = _press(
        form, lambda session: actions.enter(by, session, platform().documents, _new(form, case_id), now=now)
    )
    if gap is not None:
        flash(_("U shënua në regjistër."), "success")
        return see(_href(gap.id))
    back = url_for("gaps_pages.gap_list")
    return _form_page(form, _("Shëno një boshllëk ose një praktikë të gabuar"), back), status


@blueprint.route("/staff/gaps/<uuid:gap_id>")
@access.staff(*WORKING)
def gap(gap_id: UUID) -> ResponseReturnValue:
    return _page(gap_id), 200


@blueprint.route("/staff/gaps/<uuid:gap_id>/edit", methods=["GET", "POST"])
@access.staff(*WORKING)
def edit_gap(gap_id: UUID) -> ResponseReturnValue:
    by, view = access.current(), _view(gap_id)
    form = _gap_form(view)
    check = same_version(form.version.data)
    store, now = platform().documents, utc_now()
    changed, status = _press(
        form, lambda session: actions.change(by, session, store, gap_id, _changes(form), check, now=now)
    )
    if changed is not None:
        flash(_("Ndryshimi u ruajt."), "success")
        return see(_href(gap_id))
    return _form_page(form, view.line.number, _href(gap_id), editing=True), status


@blueprint.route("/staff/gaps/<uuid:gap_id>/acts", methods=["POST"])
@access.staff(*WORKING)
def draft_for_gap(gap_id: UUID) -> ResponseReturnValue:
    form, by, documents, now = BesaForm(), access.current(), platform().documents, utc_now()
    usual = schemas.GapActBody()
    act, status = done(form, lambda session: act_actions.draft_act(by, session, documents, gap_id, usual, now=now))
    if act is None:
        return _page(gap_id, form), status
    flash(_("Projekti u mbush nga regjistri. Lexojeni dhe plotësojeni."), "success")
    return see(url_for("drafting.edit_recommendation", act_id=act.id))


@blueprint.route("/staff/gaps/<uuid:gap_id>/cases", methods=["POST"])
@access.staff(*WORKING)
def link_case(gap_id: UUID) -> ResponseReturnValue:
    form, status = GapCaseForm(), 422
    if form.validate_on_submit():
        linked, status = done(form, lambda session: _link(session, gap_id, form))
        if linked:
            flash(_("Çështja u lidh."), "success")
            return see(_href(gap_id))
        form.number.errors = [*form.number.errors, _("Nuk ka çështje me këtë numër.")]
    return _page(gap_id, form), 422 if status == 303 else status


@blueprint.route("/staff/gaps/<uuid:gap_id>/names-reason", methods=["POST"])
@access.staff("approver", "commissioner")
def explain_names(gap_id: UUID) -> ResponseReturnValue:
    form, by, now, status = ApprovalForm(), access.current(), utc_now(), 422
    seen, reason = form.content_hash.data or "", form.names_reason.data or ""
    if form.validate_on_submit():
        here = platform()
        here.database.run(lambda session: actions.compare_again(session, here.documents, gap_id, now=now))
        explained, status = done(
            form, lambda session: actions.explain_names(by, session, gap_id, seen, reason, now=now)
        )
        if explained is not None:
            flash(_("Arsyeja u shënua."), "success")
            return see(_href(gap_id))
    return _page(gap_id, form), status


@blueprint.route("/staff/gaps/<uuid:gap_id>/outcome", methods=["POST"])
@access.staff(*WORKING)
def settle_gap(gap_id: UUID) -> ResponseReturnValue:
    by, documents, now, status = access.current(), platform().documents, utc_now(), 422
    form = GapOutcomeForm(outcomes=gap_words.outcomes(_view(gap_id).line.kind))
    if form.validate_on_submit():
        settled, status = done(
            form, lambda session: actions.record_outcome(by, session, documents, gap_id, _outcome(form), now=now)
        )
        if settled is not None:
            flash(_("Përfundimi u shënua."), "success")
            return see(_href(gap_id))
    return _page(gap_id, form), status


@blueprint.route("/staff/gaps/<uuid:gap_id>/stages", methods=["POST"])
@access.staff(*WORKING)
def record_stage(gap_id: UUID) -> ResponseReturnValue:
    by, documents, now, status = access.current(), platform().documents, utc_now(), 422
    form = _stage_form(_view(gap_id), blank=False)
    if form.validate_on_submit():
        recorded, status = done(
            form, lambda session: stage_actions.record(by, session, documents, gap_id, _stage(form), now=now)
        )
        if recorded is not None:
            flash(_("Faza jashtë zyrës u shënua."), "success")
            return see(_href(gap_id))
    return _page(gap_id, form), status


def _href(gap_id: UUID) -> str:
    return url_for("gaps_pages.gap", gap_id=gap_id)


def _view(gap_id: UUID) -> GapView:
    with platform().database.transaction() as session:
        return queries.read(session, gap_id, access.current(), today())


def _press(form: GapForm, save: Callable[[Session], Gap]) -> tuple[Gap | None, int]:
    """What the pressed button does: the saved gap and 303, or None and the status of the page with the form."""
    pressed = request.form.get("do", "save") if request.method == "POST" else "look"
    if pressed != "save":
        picking.press(form, pressed, "bodies")
        return None, 200
    return done(form, save) if form.validate_on_submit() else (None, 422)


def _link(session: Session, gap_id: UUID, form: GapCaseForm) -> bool:
    by = access.current()
    case_id = queries.case_of_number(session, form.number.data or "", by)
    if case_id is not None:
        wanted = schemas.GapCasesBody(cases=(case_id,))
        actions.link_cases(by, session, platform().documents, gap_id, wanted, now=utc_now())
    return case_id is not None


def _gap_form(view: GapView | None = None) -> GapForm:
    shown = None
    if view is not None:
        shown = {
            **{name: getattr(view.gap, name) for name in ("kind", "title", "description", "provision")},
            "rights": ", ".join(view.gap.rights),
            "bodies": [{"institution_id": str(body.id)} for body in view.bodies],
            "version": str(view.gap.version),
        }
    return GapForm(articles=gap_words.article_names(), kinds=gap_words.kinds(), data=shown)


def _bodies(form: GapForm) -> tuple[UUID, ...]:
    ids = (an_id(entry.form.institution_id.data) for entry in form.bodies)
    return tuple(one for one in ids if one is not None)


def _new(form: GapForm, case_id: UUID | None) -> schemas.NewGapBody:
    return schemas.NewGapBody(
        kind=form.kind.data,
        title=form.title.data or "",
        description=form.description.data or "",
        provision=form.provision.data or "",
        rights=tuple(form.codes()),
        bodies=_bodies(form),
        cases=(case_id,) if case_id else (),
    )


def _changes(form: GapForm) -> schemas.GapChangeBody:
    return schemas.GapChangeBody(
        title=form.title.data or "",
        description=form.description.data or "",
        provision=form.provision.data or "",
        rights=tuple(form.codes()),
        bodies=_bodies(form),
    )


def _outcome(form: GapOutcomeForm) -> schemas.GapOutcomeBody:
    return schemas.GapOutcomeBody(outcome=form.outcome.data, on=form.on.data, source=form.source.data or "")


def _stage_form(view: GapView, *, blank: bool = True) -> GapStageForm:
    offered, recorded = gap_words.stages(view.line.kind), gap_words.recorded(view.stages)
    typed = {"formdata": None} if blank else {}
    # Another form of the page has a day and a source too.
    return GapStageForm(prefix="stage-", stages=offered, recorded=recorded, **typed)


def _stage(form: GapStageForm) -> GapStageBody:
    return GapStageBody(
        stage=form.stage.data,
        on=form.on.data,
        until=form.until.data,
        number=form.number.data or "",
        source=form.source.data or "",
        corrects=an_id(form.corrects.data),
    )


def _texts(view: GapView) -> list[str]:
    """In the order in which they are offered for comparison: after its own, where its end and each stage can be read."""
    own = [str(getattr(view.gap, name)) for name in actions.TEXTS]
    return [*own, *(one.source for one in view.outcomes[-1:]), *stages.texts_of(view.stages).values()]


def _naming(view: GapView, failing: BesaForm | None) -> ApprovalForm | None:
    """Where a second person says why the public may read a name."""
    by = access.current()
    if not check_shown(view.check).stops or by.id == view.gap.opened_by or not by.roles & LEADING:
        return None
    form = failing if isinstance(failing, ApprovalForm) else ApprovalForm(formdata=None)
    form.content_hash.data = view.gap.content_hash
    return form


def _form_page(form: GapForm, heading: str, back: str, *, editing: bool = False) -> str:
    with platform().database.reading() as session:
        found, known = picking.look(session, form, form.bodies)
    return render_template(
        "cases/gap_form.html",
        form=form,
        heading=heading,
        back=back,
        editing=editing,
        articles=form.articles,
        found=found,
        **known,
    )


def _page(gap_id: UUID, failing: BesaForm | None = None) -> str:
    view = _view(gap_id)
    outcomes = gap_words.outcomes(view.line.kind)
    return render_template(
        "cases/gap.html",
        form=failing,
        gap=gap_words.row(view.line),
        gap_id=gap_id,
        check=check_shown(view.check),
        marked=[pieces(text, view.check, part) for part, text in enumerate(_texts(view))],
        naming=_naming(view, failing),
        facts=gap_words.facts(view.line),
        bodies=view.bodies,
        cases=[gap_words.case_link(case) for case in view.cases],
        acts=[gap_words.act(linked, public=False) for linked in view.acts],
        stages=[gap_words.stage_row(one, stands=one.stands) for one in view.stages],
        stage_form=failing if isinstance(failing, GapStageForm) else _stage_form(view),
        outcomes=[gap_words.outcome_text(outcome) for outcome in view.outcomes],
        case_form=failing if isinstance(failing, GapCaseForm) else GapCaseForm(formdata=None),
        outcome_form=failing
        if isinstance(failing, GapOutcomeForm)
        else GapOutcomeForm(formdata=None, outcomes=outcomes),
    )
