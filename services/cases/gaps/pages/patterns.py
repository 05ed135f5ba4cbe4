"""Patterns before a person: the numbers in words, the cases behind them, and the decision."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from services.cases import words
from services.cases.gaps.actions import patterns as actions
from services.cases.gaps.forms import PROPOSAL_STATES, PatternDismissalForm, PatternFilter, PatternOpeningForm
from services.cases.gaps.pages import words as gap_words
from services.cases.gaps.queries import patterns
from services.cases.pages.acting import done, see, shown
from services.cases.pages.cases import WORKING
from shared import access
from shared.pages.forms import BesaForm
from shared.pages.languages import date_words, language
from shared.platform import platform

blueprint = Blueprint("patterns_pages", __name__)


@blueprint.route("/staff/patterns")
@access.staff(*WORKING)
def pattern_list() -> ResponseReturnValue:
    form = PatternFilter(request.args, meta={"csrf": False})
    good, after = form.validate(), request.args.get("after")
    state = form.state.data or None if good else None
    with platform().database.transaction() as session:
        page = patterns.page_of(session, platform().cursors, access.current(), state=state, after=after)
    body = render_template(
        "cases/pattern_list.html",
        form=form,
        patterns=[_row(view) for view in page.items],
        next_href=url_for("patterns_pages.pattern_list", after=page.next, state=state) if page.next else None,
        first_href=url_for("patterns_pages.pattern_list", state=state) if after else None,
    )
    return body, 200 if good else 422


@blueprint.route("/staff/patterns/<uuid:proposal_id>")
@access.staff(*WORKING)
def pattern(proposal_id: UUID) -> ResponseReturnValue:
    return _page(proposal_id), 200


@blueprint.route("/staff/patterns/<uuid:proposal_id>/opening", methods=["POST"])
@access.staff(*WORKING)
def open_on_pattern(proposal_id: UUID) -> ResponseReturnValue:
    form, by, status = PatternOpeningForm(prefix="opening-"), access.current(), 422
    if form.validate_on_submit():
        documents, said = platform().documents, form.words.data
        case, status = done(form, lambda session: actions.open_case(session, documents, proposal_id, said, by))
        if case is not None:
            flash(_("Çështja u hap."), "success")
            return see(url_for("pages.case", case_id=case.id))
    return _page(proposal_id, form), status


@blueprint.route("/staff/patterns/<uuid:proposal_id>/dismissal", methods=["POST"])
@access.staff(*WORKING)
def dismiss_pattern(proposal_id: UUID) -> ResponseReturnValue:
    form, by, status = PatternDismissalForm(prefix="dismissal-"), access.current(), 422
    if form.validate_on_submit():
        dismissed, status = done(form, lambda session: actions.dismiss(session, proposal_id, form.reason.data, by))
        if dismissed is not None:
            flash(_("U la mënjanë, me arsyen."), "success")
            return see(url_for("patterns_pages.pattern", proposal_id=proposal_id))
    return _page(proposal_id, form), status


def _page(proposal_id: UUID, failing: BesaForm | None = None) -> str:
    with platform().database.transaction() as session:
        view = patterns.read(session, proposal_id, access.current())
    waiting = view.proposal.state == "proposed"
    return render_template(
        "cases/pattern.html",
        form=failing,
        pattern=_row(view),
        sentences=_sentences(view),
        cases=[
            {
                "id": case.id,
                "number": case.number,
                "status": case.status,
                "status_label": words.label(words.STATUSES, case.status),
            }
            for case in view.cases
        ],
        complaints=view.complaints,
        reason=view.proposal.reason,
        case_id=view.opened,
        opening=shown(PatternOpeningForm, "opening-", failing, waiting),
        dismissal=shown(PatternDismissalForm, "dismissal-", failing, waiting),
    )


def _row(view: Any) -> dict[str, Any]:
    one = view.proposal
    return {
        "id": one.id,
        "institution": view.institution.name(language()) if view.institution else "–",
        "institution_id": one.institution_id,
        "right": _("Neni %(code)s: %(name)s", code=one.right, name=gap_words.article_names().get(one.right, "")),
        "counted": str(one.counted),
        "expected": format_decimal(view.expected, "0.0"),
        "state": one.state,
        "state_label": words.label(PROPOSAL_STATES, one.state),
        "window_ends": one.window_ends,
    }


def _sentences(view: Any) -> list[str]:
    one = view.proposal
    return [
        ngettext(
            "Në %(days)d ditët deri më %(day)s u hap %(num)d çështje nga ankesa për këtë institucion dhe këtë të drejtë.",
            "Në %(days)d ditët deri më %(day)s u hapën %(num)d çështje nga ankesa për këtë institucion dhe këtë të drejtë.",
            one.counted,
            days=one.window_days,
            day=date_words(one.window_ends),
        ),
        _(
            "Në %(days)d ditët para tyre ishin %(before)d. Po të ishte si zakonisht, do të priteshin %(expected)s.",
            days=one.baseline_days,
            before=one.before,
            expected=format_decimal(view.expected, "0.0"),
        ),
        _("Një çështje numërohet një herë, sado njerëz të jenë ankuar. Çështjet me nismën e zyrës nuk numërohen."),
    ]
