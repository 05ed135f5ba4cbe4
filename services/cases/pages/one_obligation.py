"""The page of one obligation, put together from what is known of it and from the forms that its state allows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import render_template
from flask_babel import gettext as _

from services.cases import words
from services.cases.data import acts as act_data
from services.cases.data.clock_words import clock_words
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Confirmed
from services.cases.domain.outcomes import SAY_HOW
from services.cases.domain.timeliness import Timeliness, Word
from services.cases.forms.case import choices
from services.cases.forms.clock import ClockEntryForm
from services.cases.forms.obligation import (
    AssessmentForm,
    ConfirmationForm,
    ExtensionForm,
    InsufficientForm,
    OutcomeForm,
    ReaddressingForm,
)
from services.cases.pages import rungs
from services.cases.pages.acting import shown, today
from services.cases.pages.case_rows import Fact
from services.cases.pages.cases import WORKING
from services.cases.pages.clock_words import ShownDate, dates_shown
from services.cases.pages.history import timeline
from services.cases.pages.tables import facts_of, institution_name
from services.cases.queries import one_obligation
from services.cases.queries.acts import ObligationView
from services.cases.queries.clocks import Clock
from services.cases.queries.one_obligation import ReplyView
from services.cases.queries.situations import institutions
from services.cases.schemas.obligations import (
    AssessmentAnswer,
    ClaimAnswer,
    ProposalAnswer,
    QuestionAnswer,
    ReaddressingAnswer,
    RequestAnswer,
)
from shared import access
from shared.directory import KnownInstitution
from shared.pages.forms import BesaForm, SelectChoice
from shared.pages.languages import date_words, datetime_words
from shared.platform import platform
from shared.principal import Principal
from shared.words import language


@dataclass(frozen=True)
class Head:
    """Which obligation it is."""

    id: UUID
    institution: str
    institution_id: UUID
    title: str
    item_number: int


@dataclass(frozen=True)
class Told:
    """A clock in words: the term with its basis, and why the last day is that one."""

    term: str
    confirmed: bool
    why: list[str]


@dataclass(frozen=True)
class ClockShown(Told):
    """The same with the dates that it showed before, and the form for an entry where one may be made."""

    dates: list[ShownDate]
    entry: ClockEntryForm | None


@dataclass(frozen=True)
class ReplyShown:
    title: str
    facts: list[Fact]
    text: str
    scan: UUID | None


@dataclass(frozen=True)
class Line:
    """Something that was said, and when."""

    when: str
    text: str


@dataclass(frozen=True)
class ProposalShown:
    """Which body was called competent, and what the office decided, or the form to decide."""

    name: str | None
    loop: bool
    decision: ReaddressingAnswer | None
    turned_to: str | None
    form: BesaForm | None


@dataclass(frozen=True)
class AssessmentShown:
    title: str
    when: datetime
    evidence: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class ExtensionShown:
    until: date
    text: str
    decision: str | None
    form: BesaForm | None


def page(obligation_id: UUID, failing: BesaForm | None) -> str:
    """The whole page; `failing` takes the place of the fresh form of its kind and keeps what was typed."""
    by = access.current()
    with platform().database.transaction() as session:
        detail = one_obligation.read(session, platform().documents, obligation_id, by, today())
        history = timeline(session, detail.history)
        bodies = institutions(session, detail.bodies_named)
    working = bool(by.roles & set(WORKING))
    one, act = detail.view.obligation, detail.view.act
    is_open = one.closed_on is None and act.status == "issued"
    return render_template(
        "cases/obligation.html",
        form=failing,
        one=Head(
            id=one.id,
            institution=institution_name(detail.view),
            title=detail.view.item.text,
            item_number=detail.view.item.place + 1,
            institution_id=one.institution_id,
        ),
        act=act,
        may_record=working and act.status == "issued",
        facts=_facts(detail.view),
        clock=_clock(detail.clock, failing, may_enter=working and is_open and one.answered_on is None),
        replies=[_reply(one) for one in detail.replies],
        claims=[_claim(one) for one in detail.claims],
        extensions=[_extension(one, failing, may_decide=working and is_open) for one in detail.requests],
        assessments=[_assessment(one) for one in detail.assessments],
        questions=[_question(one) for one in detail.questions],
        proposal=_proposal(detail.readdressing, bodies, failing, may_decide=working and is_open),
        denied=one.confirmed == Confirmed.NO and one.assessed == Assessed.NOT_ASSESSED,
        assessment=_assessment_form(detail.view, failing, allowed=working and act.status == "issued"),
        outcome=_outcome_form(detail.view, failing, allowed=working and act.status == "issued"),
        insufficient=shown(
            InsufficientForm,
            "insufficient-",
            failing,
            working and is_open and one.reply in SUBSTANTIVE and one.insufficient_on is None,
        ),
        confirmation=shown(ConfirmationForm, "confirmation-", failing, working and act.status == "issued"),
        sent=rungs.sent(detail.ladder),
        rungs=rungs.offered(
            detail.ladder,
            failing,
            by=by.roles if is_open else frozenset(),
        ),
        no_rungs=rungs.none_left(detail.ladder),
        timeline=history,
    )


def outcome_form(obligation_id: UUID, by: Principal) -> OutcomeForm:
    """The form that was sent, with the outcomes of this kind of act."""
    with platform().database.reading() as session:
        keys = one_obligation.outcomes(session, obligation_id, by)
    form = OutcomeForm(prefix="outcome-")
    form.outcome.choices = _choices(keys)
    return form


def _outcome_form(view: ObligationView, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    choices = _outcomes(view)
    form = shown(OutcomeForm, "outcome-", failing, allowed and bool(choices))
    if isinstance(form, OutcomeForm):
        form.outcome.choices = choices
    return form


def _outcomes(view: ObligationView) -> list[SelectChoice]:
    return _choices(act_data.outcomes_of(view.act.kind, view.obligation.issued_on))


def _choices(keys: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice(key, outcome_name(key)) for key in keys]


def _assessment_form(view: ObligationView, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    """Where a decision is awaited, how it turned out is said by its outcome, and the rest (it fell away, …) here."""
    form = shown(AssessmentForm, "assessment-", failing, allowed)
    if isinstance(form, AssessmentForm) and _outcomes(view):
        form.assessment.choices = choices(words.ASSESSMENTS, without=(Assessed.NOT_ASSESSED, *SAY_HOW))
    return form


def _facts(view: ObligationView) -> list[Fact]:
    obligation = view.obligation
    facts = facts_of(obligation, said_anything=view.said_anything, silent=view.no_reply)
    rows = [
        (_("Roli"), words.label(words.ROLES, obligation.role)),
        (_("Dorëzimi"), facts.delivery_label),
        (_("Përgjigjja"), _on(facts.reply_label, obligation.answered_on)),
        (_("Afati i përgjigjes"), _due(obligation.reply_due, words.timeliness_words(view.reply))),
        (_("Institucioni thotë"), facts.claimed_label),
        (_("Zyra gjeti"), _on(facts.assessed_label, obligation.implemented_on)),
        *([(_("Çfarë u vendos"), outcome_name(obligation.outcome))] if obligation.outcome else []),
        (_("Afati i zbatimit"), _due(obligation.implementation_due, words.timeliness_words(view.implementation))),
        (_("Fëmija ose ankuesi thotë"), facts.confirmed_label),
    ]
    if obligation.next_check:
        late = _("duhej bërë") if obligation.next_check < today() else ""
        rows.append((_("Kontrolli i radhës"), _due(obligation.next_check, late)))
    return [Fact(key, value) for key, value in rows]


def _on(label: str, day: date | None) -> str:
    return f"{label}, {date_words(day)}" if day else label


def _due(day: date | None, said: str) -> str:
    if day is None:
        return _("Ende pa datë")
    return date_words(day) if said in ("–", "") else f"{date_words(day)} ({said})"


def _clock(clock: Clock, failing: BesaForm | None, *, may_enter: bool) -> ClockShown | None:
    if clock.term is None:
        return None
    told_of, form = told(clock), shown(ClockEntryForm, "clock-", failing, may_enter)
    entry = form.offer(clock.legal) if isinstance(form, ClockEntryForm) else None
    return ClockShown(**vars(told_of), dates=dates_shown(clock), entry=entry)


def told(clock: Clock) -> Told:
    """The term with its legal basis, and why its last day is that day or there is none."""
    length, basis, *why = clock_words(clock.course, clock.term_entry, language())
    return Told(f"{length} {basis}", clock.term is not None and clock.term.confirmed, why)


def _reply(view: ReplyView) -> ReplyShown:
    reply = view.answer
    rows = [(_("Qëndrimi"), words.label(words.REPLIES, reply.word))]
    if reply.claimed:
        rows.append((_("Institucioni thotë"), words.label(words.CLAIMS, reply.claimed)))
    if reply.promised_date:
        rows.append((_("Premton deri më"), date_words(reply.promised_date)))
    if reply.evidence:
        rows.append((_("Prova të bashkuara"), str(reply.evidence)))
    if view.by:
        rows.append((_("U përgjigj"), view.by))
    if reply.late_by:
        rows.append((_("Afati"), words.timeliness_words(Timeliness(Word.LATE, reply.late_by))))
    when = date_words(reply.received_at)
    title = _("Përgjigjja nr. %(number)s, %(when)s", number=reply.version, when=when)
    return ReplyShown(title, [Fact(key, value) for key, value in rows], view.text, reply.scan_id)


def _claim(claim: ClaimAnswer) -> Line:
    claimed = words.label(words.CLAIMS, claim.claimed)
    more = _("Premton deri më %(day)s.", day=date_words(claim.promised_date)) if claim.promised_date else ""
    return Line(datetime_words(claim.at), f"{claimed}. {more}".strip())


def _proposal(
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
        loop=proposal.loop,
        decision=decided,
        turned_to=_name(bodies, decided.institution_id) if decided else None,
        form=shown(ReaddressingForm, "readdressing-", failing, may_decide and decided is None),
    )


def _name(bodies: Mapping[UUID, KnownInstitution], body_id: UUID | None) -> str | None:
    body = bodies.get(body_id) if body_id else None
    return body.name(language()) if body else None


def _question(question: QuestionAnswer) -> Line:
    """What became of one question; which complainant it was is not said here, only that each has a word of their own."""
    which = _("pyetja e dytë") if question.round == "second" else _("pyetja e parë")
    answer = words.label(words.CONFIRMATIONS, question.answer) if question.answer else _("pa përgjigje ende")
    return Line(f"{datetime_words(question.asked_at)}, {which}", answer)


def _assessment(assessment: AssessmentAnswer) -> AssessmentShown:
    word = words.label({**words.ASSESSMENTS, **words.OTHER_FINDINGS}, assessment.word)
    return AssessmentShown(
        title=outcome_name(assessment.outcome) if assessment.outcome else word,
        when=assessment.at,
        evidence=assessment.evidence,
        reason=assessment.reason,
    )


def outcome_name(key: str) -> str:
    return words.of_pair(act_data.outcome_entry(key), "name", language())


def _extension(request: RequestAnswer, failing: BesaForm | None, *, may_decide: bool) -> ExtensionShown:
    decision, form = None, None
    if request.state == "granted" and request.granted_until:
        decision = _("U dha kohë deri më %(day)s.", day=date_words(request.granted_until))
    elif request.state == "refused":
        decision = _("Nuk u dha kohë tjetër. Afati mbetet.")
    elif may_decide:
        mine = isinstance(failing, ExtensionForm) and failing.request_id.data == str(request.id)
        given = {"request_id": str(request.id), "until": request.until}
        form = failing if mine else ExtensionForm(formdata=None, prefix="extension-", data=given)
    return ExtensionShown(request.until, request.reasons, decision, form)
