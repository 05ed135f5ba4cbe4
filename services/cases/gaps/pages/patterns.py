"""Patterns before a person: the numbers in words, the cases behind them, and the decision."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from services.cases import words
from services.cases.gaps.actions import patterns as actions
from services.cases.gaps.domain.patterns import ProposalState
from services.cases.gaps.forms import PatternDismissalForm, PatternOpeningForm
from services.cases.gaps.lists import PatternListing
from services.cases.gaps.pages import words as gap_words
from services.cases.gaps.queries import patterns as queries
from services.cases.gaps.schemas import patterns as schemas
from services.cases.gaps.words import PROPOSAL_STATES
from services.cases.pages.acting import done, see, shown, today
from services.cases.pages.cases import WORKING
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm
from shared.pages.languages import date_words
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("patterns_pages", __name__)


@blueprint.route("/staff/patterns")
@access.staff(*WORKING)
def pattern_list() -> ResponseReturnValue:
    """What repeats itself, the newest proposal first."""
    here, asked, reading = platform(), lists.asked(PatternListing), Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        page = asked.listing and queries.patterns(session, here.cursors, asked.listing, reading)
    rows = [_row(one) for one in page.items] if page else []
    return render_template("cases/pattern_list.html", asked=asked, page=page, patterns=rows), asked.status


@blueprint.route("/staff/patterns/<uuid:proposal_id>")
@access.staff(*WORKING)
def pattern(proposal_id: UUID) -> ResponseReturnValue:
    return _page(proposal_id), 200


@blueprint.route("/staff/patterns/<uuid:proposal_id>/opening", methods=["POST"])
@access.staff(*WORKING)
def open_on_pattern(proposal_id: UUID) -> ResponseReturnValue:
    form, by, status = PatternOpeningForm(prefix="opening-"), access.current(), 422
    if form.validate_on_submit():
        documents, now, wanted = platform().documents, utc_now(), schemas.OpeningBody(words=form.words.data or "")
        case, status = done(
            form, lambda session: actions.open_case(by, session, documents, proposal_id, wanted, now=now)
        )
        if case is not None:
            flash(_("Çështja u hap."), "success")
            return see(url_for("cases_pages.case", case_id=case.id))
    return _page(proposal_id, form), status


@blueprint.route("/staff/patterns/<uuid:proposal_id>/dismissal", methods=["POST"])
@access.staff(*WORKING)
def dismiss_pattern(proposal_id: UUID) -> ResponseReturnValue:
    form, by, status = PatternDismissalForm(prefix="dismissal-"), access.current(), 422
    if form.validate_on_submit():
        now, wanted = utc_now(), schemas.DismissalBody(reason=form.reason.data or "")
        dismissed, status = done(form, lambda session: actions.dismiss(by, session, proposal_id, wanted, now=now))
        if dismissed is not None:
            flash(_("U la mënjanë, me arsyen."), "success")
            return see(url_for("patterns_pages.pattern", proposal_id=proposal_id))
    return _page(proposal_id, form), status


def _page(proposal_id: UUID, failing: BesaForm | None = None) -> str:
    with platform().database.transaction() as session:
        proposal = queries.read(session, proposal_id, access.current(), today())
    waiting = proposal.state == ProposalState.PROPOSED
    return render_template(
        "cases/pattern.html",
        form=failing,
        pattern=_row(proposal),
        sentences=_sentences(proposal),
        cases=[gap_words.case_link(case) for case in proposal.cases],
        complaints=proposal.complaints,
        reason=proposal.reason,
        case_id=proposal.case_id,
        opening=shown(PatternOpeningForm, "opening-", failing, waiting),
        dismissal=shown(PatternDismissalForm, "dismissal-", failing, waiting),
    )


@dataclass(frozen=True)
class PatternRow:
    """`institution_id` is None where the directory does not know the body."""

    id: UUID
    institution: str
    institution_id: UUID | None
    right: str
    counted: str
    expected: str
    state: str
    state_label: str


def _row(proposal: schemas.PatternAnswer) -> PatternRow:
    return PatternRow(
        id=proposal.id,
        institution=proposal.institution.name(language()) if proposal.institution else "–",
        institution_id=proposal.institution.id if proposal.institution else None,
        right=_("Neni %(code)s: %(name)s", code=proposal.right, name=gap_words.article_names().get(proposal.right, "")),
        counted=str(proposal.count),
        expected=format_decimal(proposal.expected, "0.0"),
        state=proposal.state,
        state_label=words.label(PROPOSAL_STATES, proposal.state),
    )


def _sentences(proposal: schemas.PatternAnswer) -> list[str]:
    return [
        ngettext(
            "Në %(days)d ditët deri më %(day)s u hap %(num)d çështje nga ankesa për këtë institucion dhe këtë të drejtë.",
            "Në %(days)d ditët deri më %(day)s u hapën %(num)d çështje nga ankesa për këtë institucion dhe këtë të drejtë.",
            proposal.count,
            days=proposal.window_days,
            day=date_words(proposal.window_ends),
        ),
        _(
            "Në %(days)d ditët para tyre ishin %(before)d. Po të ishte si zakonisht, do të priteshin %(expected)s.",
            days=proposal.baseline_days,
            before=proposal.baseline,
            expected=format_decimal(proposal.expected, "0.0"),
        ),
        _("Një çështje numërohet një herë, sado njerëz të jenë ankuar. Çështjet me nismën e zyrës nuk numërohen."),
    ]
