"""What the page of one obligation says of it: facts, replies, claims, assessments, and its clock in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.domain.clock import DueReason
from services.cases.domain.standing import State
from services.cases.domain.timeliness import Timeliness, Word
from services.cases.lists.cases import CLOSED_INTO_MONITORING
from services.cases.models import Obligation
from services.cases.pages.acting import today
from services.cases.pages.case_rows import Fact
from services.cases.pages.clock_words import WITHOUT_A_DAY, due_shown
from services.cases.pages.evidence import Opened, file_links, source_shown
from services.cases.pages.tables import facts_of, outcome_name, reply_label
from services.cases.queries.acts import ObligationView
from services.cases.queries.clocks import Clock
from services.cases.queries.one_obligation import ReplyView
from services.cases.schemas.obligations import (
    AssessmentAnswer,
    ClaimAnswer,
    ClarificationAnswer,
    MootAnswer,
    QuestionAnswer,
)
from shared.pages.languages import date_words, datetime_words
from shared.words import language


@dataclass(frozen=True)
class Told:
    """A clock in words: the term with its basis, and why the last day is that one."""

    term: str
    confirmed: bool
    why: list[str]


@dataclass(frozen=True)
class ReplyShown:
    title: str
    facts: list[Fact]
    text: str
    scan: UUID | None
    files: tuple[Opened, ...]
    id: str


@dataclass(frozen=True)
class Line:
    """Something that was said, and when."""

    when: str
    text: str
    files: tuple[Opened, ...] = ()


@dataclass(frozen=True)
class ClarificationShown:
    """An answer of the office; `waits`: it has not left, and whoever may does something about it."""

    when: str
    state: str
    text: str
    waits: bool


@dataclass(frozen=True)
class AssessmentShown:
    title: str
    when: datetime
    evidence: tuple[str, ...]
    sources: tuple[Opened, ...]
    reason: str


def facts_shown(
    view: ObligationView, clock: Clock, answered_on: date | None, moot: MootAnswer | None = None
) -> list[Fact]:
    """`answered_on`: the day of the answer that stands; `moot`: why nothing is asked any more."""
    obligation = view.obligation
    fell = obligation.fell_on
    facts = facts_of(obligation, said_anything=view.said_anything, reply_label=reply_label(view), fell=fell is not None)
    rows = [
        (
            _("Gjendja"),
            _on(words.label(words.ACT_STATUSES, view.act.status), fell)
            if fell
            else words.label(words.STATES, view.state),
        ),
        *(
            [(_("Kërkohet përsëri me letër që nga"), date_words(obligation.asked_again_on))]
            if obligation.asked_again_on
            else []
        ),
        *([(_("Pse mbeti pa objekt"), _moot(moot, obligation.moot_on))] if moot and obligation.moot_on else []),
        *([(_("Monitorimi"), _goes_on(closed=view.monitoring))] if view.monitoring else []),
        *(
            [(_("Pse nuk mund të vlerësohet"), words.label(words.UNASSESSABLE, obligation.unassessable))]
            if obligation.unassessable
            else []
        ),
        *([(_("Hapat u mbyllën"), date_words(obligation.ladder_ended_on))] if obligation.ladder_ended_on else []),
        *(
            [(_("Çështja u mbyll me këtë refuzim"), date_words(obligation.refusal_left_on))]
            if obligation.refusal_left_on
            else []
        ),
        *(
            [(_("E ka gjykata ose prokuroria që nga"), date_words(obligation.held_since))]
            if obligation.held_since
            else []
        ),
        (_("Roli"), words.label(words.ROLES, obligation.role)),
        (_("Dorëzimi"), facts.delivery_label),
        *([(_("Nisur më"), date_words(obligation.sent_on))] if obligation.sent_on else []),
        *([(_("Dorëzuar më"), date_words(obligation.delivered_on))] if obligation.delivered_on else []),
        *([(_("Quhet e dorëzuar më"), date_words(obligation.deemed_on))] if obligation.deemed_on else []),
        (_("Përgjigjja"), _on(facts.reply_label, answered_on)),
        (
            _("Afati i përgjigjes"),
            "–" if fell else _reply_due(obligation.reply_due, words.timeliness_words(view.reply), clock),
        ),
        (_("Institucioni thotë"), facts.claimed_label),
        (_("Zyra gjeti"), _on(facts.assessed_label, obligation.implemented_on)),
        *([(_("Çfarë u vendos"), outcome_name(obligation.outcome))] if obligation.outcome else []),
        (
            _("Afati i zbatimit"),
            "–" if fell else _measure_due(obligation, words.timeliness_words(view.implementation)),
        ),
        *(
            [(_("Pse pa ditë") if fell else _("Pse deri atëherë"), why)]
            if (why := view.why_by(today())[language()])
            else []
        ),
        *(
            [(_("Institucioni tani kërkon kohë deri më"), _asked(obligation.asked_date))]
            if obligation.asked_date
            else []
        ),
        *(
            [(_("Zyra pret që të zbatohet deri më"), date_words(obligation.noted_date))]
            if obligation.noted_date
            else []
        ),
        (_("Fëmija ose ankuesi thotë"), facts.confirmed_label),
    ]
    if obligation.next_check:
        late = _("duhej bërë") if obligation.next_check < today() else ""
        rows.append((_("Kontrolli i radhës"), _due(obligation.next_check, late)))
    return [Fact(key, value) for key, value in rows]


#: By what became of that for which it pressed (queries/earlier_matters.py, `why_over`).
_WHY_MOOT = {
    "settled": _l("Nga %(day)s nuk kërkohet më, sepse ajo që kërkohej me aktin %(number)s u mbyll."),
    "withdrawn": _l("Nga %(day)s nuk kërkohet më, sepse akti %(number)s u tërhoq."),
    "superseded": _l(
        "Nga %(day)s nuk kërkohet më, sepse akti %(number)s u zëvendësua nga një akt tjetër, që ka afatin e vet."
    ),
    "early": _l(
        "Nga %(day)s nuk kërkohet më, sepse u mësua se afati i aktit %(number)s nuk kishte mbaruar kur u dërgua kjo letër."
    ),
}


def _moot(moot: MootAnswer, since: date) -> str:
    """Since when and why, and where it stood until then."""
    said = {"day": date_words(since), "number": moot.number, "stood": words.STATES[State(moot.stood)]}
    why = str(_WHY_MOOT[moot.cause]) % said
    if moot.due is None:
        return why + " " + _("Deri atëherë: %(stood)s.", **said)
    return why + " " + _("Deri atëherë: %(stood)s (afati ishte më %(due)s).", **said, due=date_words(moot.due))


def _asked(day: date) -> str:
    return _("%(day)s. Kjo ditë numërohet vetëm nëse zyra e shënon te vlerësimi “në proces”.", day=date_words(day))


def _goes_on(*, closed: bool) -> str:
    """That the steps go on, although the case is `closed`."""
    goes_on = _("Çështja u mbyll; hapat ndaj institucionit vazhdojnë.")
    return f"{CLOSED_INTO_MONITORING}. {goes_on}" if closed else ""


def _on(label: str, day: date | None) -> str:
    return f"{label}, {date_words(day)}" if day else label


def _reply_due(day: date | None, said: str, clock: Clock) -> str:
    return _due(day, said) if day else due_shown(clock.due)


def _measure_due(obligation: Obligation, said: str) -> str:
    return str(WITHOUT_A_DAY[DueReason.CLOSED]) if obligation.let_off_on else _due(obligation.implementation_due, said)


def _due(day: date | None, said: str) -> str:
    if day is None:
        return _("Ende pa datë")
    return date_words(day) if said in ("–", "") else f"{date_words(day)} ({said})"


def told(clock: Clock) -> Told:
    """The term with its legal basis, and why its last day is that day or there is none."""
    length, basis, *why = clock.words(language())
    return Told(f"{length} {basis}", clock.term is not None and clock.term.confirmed, why)


def reply_shown(view: ReplyView, obligation_id: UUID, names: Mapping[str, str]) -> ReplyShown:
    reply = view.answer
    rows = [(_("Qëndrimi"), words.label(words.REPLIES, reply.word))]
    if reply.claimed:
        rows.append((_("Institucioni thotë"), words.label(words.CLAIMS, reply.claimed)))
    if reply.promised_date:
        rows.append((_("Premton deri më"), date_words(reply.promised_date)))
    if view.by:
        rows.append((_("U përgjigj"), view.by))
    if reply.late_by:
        rows.append((_("Afati"), words.timeliness_words(Timeliness(Word.LATE, reply.late_by))))
    when = date_words(reply.received_at)
    title = _("Përgjigjja nr. %(number)s, %(when)s", number=reply.version, when=when)
    files = file_links(obligation_id, reply.files, names)
    return ReplyShown(
        title, [Fact(key, value) for key, value in rows], view.text, reply.scan_id, files, f"reply-{reply.id}"
    )


def claim_line(claim: ClaimAnswer, obligation_id: UUID, names: Mapping[str, str]) -> Line:
    claimed = words.label(words.CLAIMS, claim.claimed)
    more = _("Premton deri më %(day)s.", day=date_words(claim.promised_date)) if claim.promised_date else ""
    files = file_links(obligation_id, claim.evidence, names)
    return Line(datetime_words(claim.at), f"{claimed}. {more}".strip(), files)


def question_line(question: QuestionAnswer) -> Line:
    """What became of one question; which complainant it was is not said here, only that each has a word of their own."""
    which = _("pyetja e dytë") if question.round == "second" else _("pyetja e parë")
    if question.answer:
        answer = words.label(words.CONFIRMATIONS, question.answer)
    else:
        answer = _("pa përgjigje: konstatimi nuk qëndron më") if question.ended_at else _("pa përgjigje ende")
    return Line(f"{datetime_words(question.asked_at)}, {which}", answer)


def clarification_line(said: ClarificationAnswer) -> ClarificationShown:
    """What the office answered a body that asked back, and how far it came: what lies in the post book has not left."""
    states = {
        "waiting": _("pret krahasimin me dosjen e mbyllur, ose arsyen e personit të dytë"),
        "sent": words.label(words.DELIVERIES, said.delivery),
        "discarded": _("nuk u nis"),
    }
    return ClarificationShown(
        datetime_words(said.sent_at or said.written_at), states[said.state], said.text, waits=said.state == "waiting"
    )


def assessment_shown(assessment: AssessmentAnswer, obligation_id: UUID, names: Mapping[str, str]) -> AssessmentShown:
    word = words.label({**words.ASSESSMENTS, **words.OTHER_FINDINGS}, assessment.word)
    return AssessmentShown(
        title=outcome_name(assessment.outcome) if assessment.outcome else word,
        when=assessment.at,
        evidence=assessment.evidence,
        sources=tuple(source_shown(one, obligation_id, names) for one in assessment.sources),
        reason=assessment.reason,
    )
