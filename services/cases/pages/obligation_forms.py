"""What the page of one obligation offers the office to do: an entry into its clock, its end, a proposal, more time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from services.cases import words
from services.cases.data import acts as act_data
from services.cases.domain.assessments import SAY_HOW
from services.cases.domain.obligations import Assessed
from services.cases.domain.outcomes import ActOutcome
from services.cases.forms.case import choices
from services.cases.forms.clock import ClockEntryForm
from services.cases.forms.obligation import AssessmentForm, ExtensionForm, OutcomeForm, ReaddressingForm
from services.cases.forms.refusals import sentence
from services.cases.pages.acting import shown
from services.cases.pages.clock_words import ShownDate, correction_names, dates_shown
from services.cases.pages.evidence import source_choices
from services.cases.pages.obligation_rows import Told, told
from services.cases.pages.tables import outcome_name
from services.cases.queries import one_obligation
from services.cases.queries.acts import ObligationView
from services.cases.queries.clocks import Clock
from services.cases.queries.one_obligation import ObligationDetail
from services.cases.schemas.obligations import ProposalAnswer, ReaddressingAnswer, RequestAnswer
from shared.directory import KnownInstitution
from shared.pages.forms import BesaForm, SelectChoice
from shared.pages.languages import date_words
from shared.platform import platform
from shared.principal import Principal
from shared.rules import NotFound
from shared.words import language


@dataclass(frozen=True)
class ClockShown(Told):
    """The same with the dates that it showed before, and the form for an entry where one may be made."""

    dates: list[ShownDate]
    entry: ClockEntryForm | None


@dataclass(frozen=True)
class ProposalShown:
    """Which body was called competent, or was `passed_on` the letter, and what the office decided, or the form to decide."""

    name: str | None
    passed_on: bool
    loop: bool
    decision: ReaddressingAnswer | None
    turned_to: str | None
    form: BesaForm | None


@dataclass(frozen=True)
class ExtensionShown:
    until: date
    text: str
    decision: str | None
    form: BesaForm | None
    before: str = ""


def outcome_form(obligation_id: UUID, by: Principal) -> OutcomeForm:
    """The form that was sent, with the outcomes of this kind of act; what cannot be recorded yet is refused with its reason.
    Raises `NotFound` where measures are owed: no page has the form.
    """
    with platform().database.reading() as session:
        keys = list(one_obligation.outcomes(session, obligation_id, by))
    if not keys:
        raise NotFound
    form = OutcomeForm(prefix="outcome-")
    form.outcome.choices = _choices(keys)
    return form


def outcome_offered(detail: ObligationDetail, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    """How it was decided, as far as that can be known yet."""
    possible = _outcomes(detail.view)
    known = [key for key, outcome in possible.items() if outcome.assessed not in detail.refused]
    form = shown(OutcomeForm, "outcome-", failing, allowed and bool(known))
    if isinstance(form, OutcomeForm):
        form.outcome.choices = _choices(known)
        form.sources.choices = source_choices(detail.pieces, detail.given_names)
    return form


def _outcomes(view: ObligationView) -> Mapping[str, ActOutcome]:
    return act_data.outcomes_of(view.act.kind, view.obligation.issued_on)


def _choices(keys: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice(key, outcome_name(key)) for key in keys]


def assessment_offered(detail: ObligationDetail, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    """Where a decision is awaited, how it turned out is said by its outcome, and the rest (it fell away, …) here; elsewhere what nobody can
    find yet is not offered, with the reason.
    """
    form = shown(AssessmentForm, "assessment-", failing, allowed)
    if not isinstance(form, AssessmentForm):
        return form
    form.sources.choices = source_choices(detail.pieces, detail.given_names)
    refused = {word: why for word, why in detail.refused.items() if word is not Assessed.NOT_ASSESSED}
    without = SAY_HOW if _outcomes(detail.view) else refused
    form.assessment.choices = choices(words.ASSESSMENTS, without=(Assessed.NOT_ASSESSED, *without))
    if Assessed.NOT_ASSESSED not in detail.refused:
        form.assessment.choices.append(
            SelectChoice(Assessed.NOT_ASSESSED.value, _("Gjetja nuk qëndron më (u shënua gabim)"))
        )
    for field, latest in ((form.promised_date, detail.ahead.expected), (form.next_check, detail.ahead.next_check)):
        field.description = _("Ditë pune, jo më vonë se %(day)s.", day=date_words(latest))
    if (earliest := detail.ahead.earliest) is not None:
        has_time = _("Jo më herët se %(day)s: institucioni ka kohë deri më vonë.", day=date_words(earliest))
        form.promised_date.description = f"{form.promised_date.description} {has_time}"
    form.assessment.description = " ".join(dict.fromkeys(sentence(why.code) for why in refused.values()))
    return form


def clock_shown(clock: Clock, failing: BesaForm | None, *, may_enter: bool) -> ClockShown | None:
    if clock.term is None:
        return None
    told_of, form = told(clock), shown(ClockEntryForm, "clock-", failing, may_enter)
    entry = form.offer(clock.legal, correction_names()) if isinstance(form, ClockEntryForm) else None
    return ClockShown(**vars(told_of), dates=dates_shown(clock), entry=entry)


def proposal_shown(
    proposal: ProposalAnswer | None,
    bodies: Mapping[UUID, KnownInstitution],
    failing: BesaForm | None,
    *,
    may_decide: bool,
) -> ProposalShown | None:
    """That the body called another one competent, what the office decided about it, or the form to decide."""
    if proposal is None:
        return None
    decided = proposal.decision
    return ProposalShown(
        name=_name(bodies, proposal.institution_id),
        passed_on=proposal.passed_on,
        loop=proposal.loop,
        decision=decided,
        turned_to=_name(bodies, decided.institution_id) if decided else None,
        form=shown(ReaddressingForm, "readdressing-", failing, may_decide and decided is None),
    )


def _name(bodies: Mapping[UUID, KnownInstitution], body_id: UUID | None) -> str | None:
    body = bodies.get(body_id) if body_id else None
    return body.name(language()) if body else None


def extension_shown(request: RequestAnswer, failing: BesaForm | None, *, may_decide: bool) -> ExtensionShown:
    decision, form = None, None
    if request.state == "granted" and request.granted_until:
        decision = _("U dha kohë deri më %(day)s.", day=date_words(request.granted_until))
    elif request.state == "granted":
        decision = _("U dha kohë për pika të tjera të letrës. Afati i kësaj pike mbetet.")
    elif request.state == "refused":
        decision = _("Nuk u dha kohë tjetër. Afati mbetet.")
    elif may_decide:
        mine = isinstance(failing, ExtensionForm) and failing.request_id.data == str(request.id)
        given = {"request_id": str(request.id), "until": request.until}
        form = failing if mine else ExtensionForm(formdata=None, prefix="extension-", data=given)
    before = ""
    if request.taken_back_until and request.taken_back_on:
        days = {"given": date_words(request.taken_back_until), "taken": date_words(request.taken_back_on)}
        before = _("Më parë u dha kohë deri më %(given)s; më %(taken)s zyra e mori mbrapsht.", **days)
    return ExtensionShown(request.until, request.reasons, decision, form, before)
