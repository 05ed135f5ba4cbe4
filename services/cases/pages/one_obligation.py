"""The page of one obligation, put together from what is known of it and from the forms that its state allows."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import render_template
from flask_babel import gettext as _

from services.cases import words
from services.cases.data import acts as act_data
from services.cases.data.clock_words import clock_words
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Confirmed
from services.cases.domain.outcomes import SAY_HOW
from services.cases.domain.timeliness import Timeliness, Word
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
from services.cases.pages.cases import WORKING
from services.cases.pages.clock_words import dates_shown
from services.cases.pages.history import timeline
from services.cases.pages.tables import facts_of, institution_name
from services.cases.queries import obligations
from services.cases.queries.situations import institutions
from shared import access
from shared.pages.forms import BesaForm, SelectChoice
from shared.pages.languages import date_words, datetime_words
from shared.platform import platform
from shared.words import language


def page(obligation_id: UUID, failing: BesaForm | None) -> str:
    """The whole page; `failing` takes the place of the fresh form of its kind and keeps what was typed."""
    by = access.current()
    with platform().database.transaction() as session:
        detail = obligations.read(session, platform().documents, obligation_id, by, today())
        history = timeline(session, detail.history)
        bodies = institutions(session, detail.bodies_named)
    working = bool(by.roles & set(WORKING))
    one, act = detail.view.obligation, detail.view.act
    is_open = one.closed_on is None and act.status == "issued"
    return render_template(
        "cases/obligation.html",
        form=failing,
        one={
            "id": one.id,
            "institution": institution_name(detail.view),
            "title": detail.view.item.text,
            "item_number": detail.view.item.place + 1,
            "institution_id": one.institution_id,
        },
        act=act,
        may_record=working and act.status == "issued",
        facts=_facts(detail),
        **_clock(detail, failing, may_enter=working and is_open and one.answered_on is None),
        replies=[_reply(one, str(detail.view.item.id)) for one in detail.replies],
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


def outcome_form(obligation_id: UUID, by: access.Principal) -> OutcomeForm:
    """The form that was sent, with the outcomes of this kind of act."""
    with platform().database.reading() as session:
        keys = obligations.outcomes(session, obligation_id, by)
    form = OutcomeForm(prefix="outcome-")
    form.outcome.choices = _choices(keys)
    return form


def _outcome_form(view: Any, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    choices = _outcomes(view)
    form = shown(OutcomeForm, "outcome-", failing, allowed and bool(choices))
    if isinstance(form, OutcomeForm):
        form.outcome.choices = choices
    return form


def _outcomes(view: Any) -> list[SelectChoice]:
    return _choices(act_data.outcomes_of(view.act.kind, view.obligation.issued_on))


def _choices(keys: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice(key, words.of_pair(act_data.outcome_entry(key), "name", language())) for key in keys]


def _assessment_form(view: Any, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    """Where a decision is awaited, how it turned out is said by its outcome, and the rest (it fell away, …) here."""
    form = shown(AssessmentForm, "assessment-", failing, allowed)
    if isinstance(form, AssessmentForm) and _outcomes(view):
        form.assessment.choices = [one for one in form.assessment.choices if one.value not in SAY_HOW]
    return form


def _facts(detail: Any) -> list[dict[str, Any]]:
    view = detail.view
    one, facts = view.obligation, facts_of(view.obligation, said_anything=view.said_anything, silent=view.no_reply)
    rows = [
        (_("Roli"), words.label(words.ROLES, one.role)),
        (_("Dorëzimi"), facts["delivery_label"]),
        (_("Përgjigjja"), _on(facts["reply_label"], one.answered_on)),
        (_("Afati i përgjigjes"), _due(one.reply_due, words.timeliness_words(view.reply))),
        (_("Institucioni thotë"), facts["claimed_label"]),
        (_("Zyra gjeti"), _on(facts["assessed_label"], one.implemented_on)),
        *([(_("Çfarë u vendos"), outcome_name(one.outcome))] if one.outcome else []),
        (_("Afati i zbatimit"), _due(one.implementation_due, words.timeliness_words(view.implementation))),
        (_("Fëmija ose ankuesi thotë"), facts["confirmed_label"]),
    ]
    if one.next_check:
        late = _("duhej bërë") if one.next_check < today() else ""
        rows.append((_("Kontrolli i radhës"), _due(one.next_check, late)))
    return [{"key": key, "value": value} for key, value in rows]


def _on(label: str, day: Any) -> str:
    return f"{label}, {date_words(day)}" if day else label


def _due(day: Any, said: str) -> str:
    if day is None:
        return _("Ende pa datë")
    return date_words(day) if said in ("–", "") else f"{date_words(day)} ({said})"


def _clock(detail: Any, failing: BesaForm | None, *, may_enter: bool) -> dict[str, Any]:
    clock = detail.clock
    if clock.term is None:
        return {"term": None, "clock": [], "dates": [], "clock_entry": None}
    entry = shown(ClockEntryForm, "clock-", failing, may_enter)
    return {
        **told(clock),
        "dates": dates_shown(clock),
        "clock_entry": entry.offer(clock.legal) if entry else None,
    }


def told(clock: obligations.Clock) -> dict[str, Any]:
    """The term with its legal basis, and why its last day is that day or there is none."""
    length, basis, *why = clock_words(clock.course, clock.term_entry, language())
    confirmed = clock.term is not None and clock.term.confirmed
    return {"term": {"words": f"{length} {basis}", "confirmed": confirmed}, "clock": why}


def _reply(view: Any, item_id: str) -> dict[str, Any]:
    item, document = view.item, view.document
    by, said = document.get("answered_by") or {}, _said(document, item_id)
    rows = [(_("Qëndrimi"), words.label(words.REPLIES, item.word))]
    if item.claimed:
        rows.append((_("Institucioni thotë"), words.label(words.CLAIMS, item.claimed)))
    if item.promised_date:
        rows.append((_("Premton deri më"), date_words(item.promised_date)))
    if item.evidence:
        rows.append((_("Prova të bashkuara"), str(len(item.evidence))))
    if by:
        rows.append((_("U përgjigj"), ", ".join(filter(None, [by.get("name"), by.get("function")]))))
    if view.late_by:
        late = words.timeliness_words(Timeliness(Word.LATE, view.late_by))
        rows.append((_("Afati"), late))
    return {
        "scan": view.reply.scan_id,
        "title": _(
            "Përgjigjja nr. %(number)s, %(when)s", number=view.reply.version, when=date_words(view.reply.received_at)
        ),
        "facts": [{"key": key, "value": value} for key, value in rows],
        "text": said or str(document.get("text") or ""),
    }


def _said(document: dict[str, Any], item_id: str) -> str:
    """The body's own words on this item."""
    mine = next((one for one in document.get("items") or [] if one.get("item_id") == item_id), {})
    return str(mine.get("reasons") or "")


def _claim(claim: Any) -> dict[str, Any]:
    said = words.label(words.CLAIMS, claim.claimed)
    more = _("Premton deri më %(day)s.", day=date_words(claim.promised_date)) if claim.promised_date else ""
    return {"when": datetime_words(claim.at), "text": f"{said}. {more}".strip()}


def _proposal(found: Any, bodies: Any, failing: BesaForm | None, *, may_decide: bool) -> dict[str, Any] | None:
    """That the body called another one competent, what the office decided about it, or the form to decide."""
    if found is None:
        return None
    body, decided = bodies.get(found.institution_id), found.decision
    turned_to = bodies.get(decided.institution_id) if decided else None
    open_now = may_decide and decided is None
    return {
        "name": body.name(language()) if body else None,
        "loop": found.loop,
        "decision": decided,
        "turned_to": turned_to.name(language()) if turned_to else None,
        "form": shown(ReaddressingForm, "readdressing-", failing, open_now),
    }


def _question(row: Any) -> dict[str, str]:
    """What became of one question; which complainant it was is not said here, only that each has a word of their own."""
    asked = _("pyetja e dytë") if row.round == "second" else _("pyetja e parë")
    said = words.label(words.CONFIRMATIONS, row.answer) if row.answer else _("pa përgjigje ende")
    return {"asked": asked, "when": datetime_words(row.asked_at), "said": said}


def _assessment(row: Any) -> dict[str, Any]:
    return {
        "title": outcome_name(row.outcome)
        if row.outcome
        else words.label({**words.ASSESSMENTS, **words.OTHER_FINDINGS}, row.word),
        "when": row.at,
        "evidence": row.evidence,
        "reason": row.reason,
    }


def outcome_name(key: str) -> str:
    return words.of_pair(act_data.outcome_entry(key), "name", language())


def _extension(view: Any, failing: BesaForm | None, *, may_decide: bool) -> dict[str, Any]:
    request, decision, form = view.request, None, None
    if request.state == "granted":
        decision = _("U dha kohë deri më %(day)s.", day=date_words(request.granted_until))
    elif request.state == "refused":
        decision = _("Nuk u dha kohë tjetër. Afati mbetet.")
    elif may_decide:
        mine = isinstance(failing, ExtensionForm) and failing.request_id.data == str(request.id)
        given = {"request_id": str(request.id), "until": request.until}
        form = failing if mine else ExtensionForm(formdata=None, prefix="extension-", data=given)
    return {"until": request.until, "text": view.text, "decision": decision, "form": form}
