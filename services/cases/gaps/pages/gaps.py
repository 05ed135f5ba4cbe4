"""The register of gaps in law and of wrong practices: the list, one gap from the cases to the law in force, entering one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.gaps import actions
from services.cases.gaps.actions import NewGap
from services.cases.gaps.forms import GapCaseForm, GapFilter, GapForm, GapOutcomeForm
from services.cases.gaps.pages import words as gap_words
from services.cases.gaps.queries import gaps
from services.cases.pages import picking
from services.cases.pages.acting import an_id, done, same_version, see, today
from services.cases.pages.cases import WORKING
from shared import access
from shared.pages.forms import BesaForm
from shared.pages.languages import language
from shared.platform import platform

blueprint = Blueprint("gaps_pages", __name__)


@blueprint.route("/staff/gaps")
@access.staff(*WORKING)
def gap_list() -> ResponseReturnValue:
    form = GapFilter(request.args, kinds=gap_words.kinds(), clusters=gap_words.clusters(), meta={"csrf": False})
    good, after = form.validate(), request.args.get("after")
    kept = {name: form[name].data or None for name in ("kind", "cluster", "status")} if good else {}
    with platform().database.transaction() as session:
        by, cursors = access.current(), platform().cursors
        page = gaps.page_of(session, cursors, by, today=today(), after=after, **kept)
    body = render_template(
        "cases/gap_list.html",
        form=form,
        gaps=[gap_words.row(line, url_for("gaps_pages.gap", gap_id=line.gap.id)) for line in page.items],
        next_href=url_for("gaps_pages.gap_list", after=page.next, **kept) if page.next else None,
        first_href=url_for("gaps_pages.gap_list", **kept) if after else None,
    )
    return body, 200 if good else 422


@blueprint.route("/staff/gaps/new", methods=["GET", "POST"])
@access.staff(*WORKING)
def new_gap() -> ResponseReturnValue:
    form, by = GapForm(articles=gap_words.article_names(), kinds=gap_words.kinds()), access.current()
    case_id = an_id(request.args.get("case"))
    saved, status = _press(form, lambda session: actions.enter(session, _new(form, case_id), by))
    if saved is not None:
        flash(_("U shënua në regjistër."), "success")
        return see(url_for("gaps_pages.gap", gap_id=saved.id))
    return _form_page(form, _("Shëno një boshllëk ose një praktikë të gabuar"), url_for("gaps_pages.gap_list")), status


@blueprint.route("/staff/gaps/<uuid:gap_id>")
@access.staff(*WORKING)
def gap(gap_id: UUID) -> ResponseReturnValue:
    return _page(gap_id), 200


@blueprint.route("/staff/gaps/<uuid:gap_id>/edit", methods=["GET", "POST"])
@access.staff(*WORKING)
def edit_gap(gap_id: UUID) -> ResponseReturnValue:
    by = access.current()
    with platform().database.transaction() as session:
        view = gaps.read(session, gap_id, by, today())
    form = GapForm(articles=gap_words.article_names(), kinds=gap_words.kinds(), data=_filled(view))
    check = same_version(form.version.data)
    saved, status = _press(form, lambda session: actions.change(session, gap_id, _changes(form), by, check))
    if saved is not None:
        flash(_("Ndryshimi u ruajt."), "success")
        return see(url_for("gaps_pages.gap", gap_id=gap_id))
    return _form_page(form, view.line.gap.number, url_for("gaps_pages.gap", gap_id=gap_id), editing=True), status


@blueprint.route("/staff/gaps/<uuid:gap_id>/acts", methods=["POST"])
@access.staff(*WORKING)
def draft_for_gap(gap_id: UUID) -> ResponseReturnValue:
    form, by = BesaForm(), access.current()
    act, status = done(form, lambda session: actions.draft_act(session, platform().documents, gap_id, by))
    if act is None:
        return _page(gap_id, form), status
    flash(_("Projekti u mbush nga regjistri. Lexojeni dhe plotësojeni."), "success")
    return see(url_for("pages.edit_recommendation", act_id=act.id))


@blueprint.route("/staff/gaps/<uuid:gap_id>/cases", methods=["POST"])
@access.staff(*WORKING)
def link_case(gap_id: UUID) -> ResponseReturnValue:
    form, status = GapCaseForm(), 422
    if form.validate_on_submit():
        linked, status = done(form, lambda session: _link(session, gap_id, form))
        if linked:
            flash(_("Çështja u lidh."), "success")
            return see(url_for("gaps_pages.gap", gap_id=gap_id))
        form.number.errors = [*form.number.errors, _("Nuk ka çështje me këtë numër.")]
    return _page(gap_id, form), 422 if status == 303 else status


@blueprint.route("/staff/gaps/<uuid:gap_id>/outcome", methods=["POST"])
@access.staff(*WORKING)
def settle_gap(gap_id: UUID) -> ResponseReturnValue:
    by, status = access.current(), 422
    with platform().database.transaction() as session:
        kind = gaps.read(session, gap_id, by, today()).line.gap.kind
    form = GapOutcomeForm(outcomes=gap_words.outcomes(kind))
    if form.validate_on_submit():
        how = form.outcome.data, form.on.data, form.source.data
        settled, status = done(form, lambda session: actions.record_outcome(session, gap_id, *how, by))
        if settled is not None:
            flash(_("Përfundimi u shënua."), "success")
            return see(url_for("gaps_pages.gap", gap_id=gap_id))
    return _page(gap_id, form), status


def _press(form: GapForm, save: Any) -> tuple[Any, int]:
    """What the pressed button does: the saved gap and 303, or None and the status of the page with the form."""
    pressed = request.form.get("do", "save") if request.method == "POST" else "look"
    if pressed != "save":
        picking.press(form, pressed, "bodies")
        return None, 200
    return done(form, save) if form.validate_on_submit() else (None, 422)


def _link(session: Session, gap_id: UUID, form: GapCaseForm) -> bool:
    by = access.current()
    case_id = gaps.case_of_number(session, form.number.data, by)
    if case_id is not None:
        actions.link_cases(session, gap_id, [case_id], by)
    return case_id is not None


def _changes(form: GapForm) -> dict[str, Any]:
    texts = {name: form[name].data for name in ("title", "description", "provision")}
    bodies = [an_id(entry.form.institution_id.data) for entry in form.bodies]
    return {**texts, "rights": form.codes(), "bodies": bodies}


def _new(form: GapForm, case_id: UUID | None) -> NewGap:
    return NewGap(kind=form.kind.data, cases=[case_id] if case_id else [], **_changes(form))


def _filled(view: Any) -> dict[str, Any]:
    one = view.line.gap
    return {
        **{name: getattr(one, name) for name in ("kind", "title", "description", "provision")},
        "rights": ", ".join(one.rights),
        "bodies": [{"institution_id": str(body.id)} for body in view.bodies],
        "version": str(one.version),
    }


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
    with platform().database.transaction() as session:
        view = gaps.read(session, gap_id, access.current(), today())
    one = view.line.gap
    outcomes = gap_words.outcomes(one.kind)
    return render_template(
        "cases/gap.html",
        form=failing,
        gap=gap_words.row(view.line, ""),
        gap_id=gap_id,
        description=one.description,
        facts=gap_words.facts(view.line),
        bodies=[{"id": body.id, "name": body.name(language())} for body in view.bodies],
        cases=[
            {
                "id": case.id,
                "number": case.number,
                "status": case.status,
                "status_label": words.label(words.STATUSES, case.status),
            }
            for case in view.cases
        ],
        acts=[gap_words.act(linked, public=False) for linked in view.acts],
        outcomes=[gap_words.outcome_text(outcome) for outcome in view.outcomes],
        case_form=failing if isinstance(failing, GapCaseForm) else GapCaseForm(formdata=None),
        outcome_form=failing
        if isinstance(failing, GapOutcomeForm)
        else GapOutcomeForm(formdata=None, outcomes=outcomes),
    )
