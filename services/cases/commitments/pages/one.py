"""One commitment: what the State says beside what the office found, who confirmed it, and what it is tied to."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.commitments import forms
from services.cases.commitments.actions import looks, ties
from services.cases.commitments.actions import words as said
from services.cases.commitments.data import RECORD
from services.cases.commitments.domain.origins import Fidelity
from services.cases.commitments.domain.words import NOT_KEPT, Fact
from services.cases.commitments.pages import words as shown
from services.cases.commitments.pages.desk import href
from services.cases.commitments.queries import commitments as queries
from services.cases.commitments.queries import links
from services.cases.commitments.queries.commitments import LEADERS, READERS, WORKERS, WRITERS, CommitmentView
from services.cases.commitments.schemas import commitments as schemas
from services.cases.indicators.words import INDICATORS
from services.cases.models import TextCheck
from services.cases.pages.acting import an_id, done, see, today
from services.cases.pages.marked import CheckShown, Piece, check_shown, pieces
from services.cases.queries import people
from services.cases.schemas.obligations import EvidenceBody
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm, SelectChoice
from shared.platform import platform
from shared.rules import ContentViolation

blueprint = Blueprint("one_commitment_pages", __name__)


@blueprint.route("/staff/commitments/<uuid:commitment_id>")
@access.staff(*READERS)
def commitment(commitment_id: UUID) -> ResponseReturnValue:
    return page(commitment_id)


@blueprint.route("/staff/commitments/<uuid:commitment_id>/claims", methods=["POST"])
@access.staff(*WRITERS)
def write_claim(commitment_id: UUID) -> ResponseReturnValue:
    """What the State says."""
    form = forms.StateWordForm(prefix="state-")
    return _write(commitment_id, form, lambda: _of_state(form), _("U shënua. Pret një person të dytë."))


@blueprint.route("/staff/commitments/<uuid:commitment_id>/findings", methods=["POST"])
@access.staff(*WRITERS)
def write_finding(commitment_id: UUID) -> ResponseReturnValue:
    """What the office found."""
    form = forms.FindingForm(prefix="found-")
    return _write(commitment_id, form, lambda: _of_office(form), _("U shënua. Pret një person të dytë."))


def _write(
    commitment_id: UUID, form: BesaForm, wanted: Callable[[], schemas.NewWordBody], sentence: str
) -> ResponseReturnValue:
    by, documents, now = access.current(), platform().documents, utc_now()
    return _do(
        commitment_id,
        form,
        lambda session: said.write(by, session, documents, commitment_id, wanted(), now=now),
        sentence,
    )


@blueprint.route("/staff/commitments/<uuid:commitment_id>/words/<uuid:word_id>/confirmation", methods=["POST"])
@access.staff(*LEADERS)
def confirm_word(commitment_id: UUID, word_id: UUID) -> ResponseReturnValue:
    form, by, now, here = forms.ConfirmationForm(), access.current(), utc_now(), platform()
    wanted = schemas.WordConfirmationBody(
        content_hash=form.content_hash.data or "", names_reason=form.names_reason.data or ""
    )
    here.database.run(lambda session: looks.compare_word(session, here.documents, word_id, now=now))
    return _do(
        commitment_id,
        form,
        lambda session: said.confirm(by, session, commitment_id, word_id, wanted, now=now),
        _("U konfirmua."),
    )


@blueprint.route("/staff/commitments/<uuid:commitment_id>/words/<uuid:word_id>/setting-aside", methods=["POST"])
@access.staff(*WRITERS)
def set_word_aside(commitment_id: UUID, word_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.SettingAsideForm(), access.current(), utc_now()
    return _do(
        commitment_id,
        form,
        lambda session: said.set_aside(
            by,
            session,
            commitment_id,
            word_id,
            schemas.WordSettingAsideBody(reason=form.reason.data or ""),
            now=now,
        ),
        _("U la mënjanë."),
    )


@blueprint.route("/staff/commitments/<uuid:commitment_id>/links", methods=["POST"])
@access.staff(*WRITERS)
def tie(commitment_id: UUID) -> ResponseReturnValue:
    form, by, now = _tie_form(), access.current(), utc_now()
    return _do(
        commitment_id,
        form,
        lambda session: ties.tie(by, session, commitment_id, _link(session, form), now=now),
        _("U lidh."),
    )


@blueprint.route("/staff/commitments/<uuid:commitment_id>/links/removal", methods=["POST"])
@access.staff(*WRITERS)
def untie(commitment_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.UntieForm(), access.current(), utc_now()
    return _do(
        commitment_id,
        form,
        lambda session: ties.untie(by, session, commitment_id, _tied(form), now=now),
        _("Lidhja u hoq."),
    )


@blueprint.route("/staff/commitments/<uuid:commitment_id>/gaps", methods=["POST"])
@access.staff(*WORKERS)
def enter_gap(commitment_id: UUID) -> ResponseReturnValue:
    form, by, documents, now, status = forms.CommitmentGapForm(), access.current(), platform().documents, utc_now(), 422
    if form.validate_on_submit():
        wanted = schemas.CommitmentGapBody(kind=form.kind.data)
        gap, status = done(form, lambda session: ties.enter_gap(by, session, documents, commitment_id, wanted, now=now))
        if gap is not None:
            flash(_("U shënua në regjistër. Lexojeni, plotësojeni dhe hartoni propozimin."), "success")
            return see(url_for("gaps_pages.gap", gap_id=gap.id))
    return page(commitment_id, form, status)


@blueprint.route("/staff/commitments/<uuid:commitment_id>/origins", methods=["POST"])
@access.staff(*WORKERS)
def note_origin(commitment_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.OriginForm(prefix="origin-"), access.current(), utc_now()
    return _do(
        commitment_id,
        form,
        lambda session: ties.note_origin(by, session, _origin(session, form, commitment_id), now=now),
        _("U shënua."),
    )


@blueprint.route("/staff/commitments/<uuid:commitment_id>/names-reason", methods=["POST"])
@access.staff(*LEADERS)
def explain_names(commitment_id: UUID) -> ResponseReturnValue:
    """Why what its document asks may be read although it names someone."""
    form, by, now, here = forms.ConfirmationForm(prefix="document-"), access.current(), utc_now(), platform()
    with here.database.reading() as session:
        document_id = queries.find(session, commitment_id).document_id
    here.database.run(lambda session: looks.compare_document(session, here.documents, document_id, now=now))
    wanted = schemas.DocumentNamesBody(
        content_hash=form.content_hash.data or "", names_reason=form.names_reason.data or ""
    )
    return _do(
        commitment_id,
        form,
        lambda session: looks.explain_names(by, session, document_id, wanted, now=now),
        _("Arsyeja u shënua."),
    )


def _do(commitment_id: UUID, form: BesaForm, work: Callable[[Session], object], sentence: str) -> ResponseReturnValue:
    status = 422
    if form.validate_on_submit():
        _changed, status = done(form, work)
        if status == 303:
            flash(sentence, "success")
            return see(href(commitment_id))
    return page(commitment_id, form, status)


def _of_state(form: forms.StateWordForm) -> schemas.NewWordBody:
    fact, _colon, word = form.word.data.partition(":")
    return schemas.NewWordBody(
        fact=Fact(fact),
        word=word,
        since=form.since.data,
        promised_date=form.promised_date.data,
        source=form.source.data or "",
        text=form.text.data or "",
    )


def _of_office(form: forms.FindingForm) -> schemas.NewWordBody:
    records = [*(form.records.data or ()), *([f"{links.VISIT}:{form.visit.data.strip()}"] if form.visit.data else [])]
    evidence = [EvidenceBody(kind=RECORD, ref=one) for one in records]
    if form.address.data or form.seen_on.data:
        seen = {"address": form.address.data or "", "seen_on": form.seen_on.data}
        evidence.append(EvidenceBody(kind="public_source", **seen))
    return schemas.NewWordBody(
        fact=Fact.ASSESSED,
        word=form.word.data,
        done_on=form.done_on.data,
        promised_date=form.promised_date.data,
        next_check=form.next_check.data,
        unassessable=form.unassessable.data or None,
        text=form.text.data or "",
        evidence=tuple(evidence),
    )


def _link(session: Session, form: forms.TieForm) -> schemas.TieBody:
    """What was named by its number. Raises `ContentViolation` at a field that names nothing which is there for the person."""
    by, gap, act = access.current(), None, None
    if form.gap.data and (gap := links.gap_of_number(session, form.gap.data.strip())) is None:
        raise ContentViolation("no such gap", code="commitment.no_such_number", field="gap")
    if form.act.data and (act := links.act_of_number(session, form.act.data.strip(), by, today())) is None:
        raise ContentViolation("no such act", code="commitment.no_such_number", field="act")
    return schemas.TieBody(indicator=form.indicator.data or None, gap_id=gap, act_id=act)


def _tied(form: forms.UntieForm) -> schemas.TieBody:
    kind, ref = form.kind.data, form.ref.data
    if kind == links.INDICATOR:
        return schemas.TieBody(indicator=ref)
    return schemas.TieBody(gap_id=an_id(ref)) if kind == links.GAP else schemas.TieBody(act_id=an_id(ref))


def _origin(session: Session, form: forms.OriginForm, commitment_id: UUID) -> schemas.OriginBody:
    act = links.act_of_number(session, (form.act.data or "").strip(), access.current(), today())
    if act is None:
        raise ContentViolation("no such act", code="commitment.no_such_number", field="act")
    return schemas.OriginBody(
        act_id=act,
        fidelity=Fidelity(form.fidelity.data),
        commitment_id=commitment_id,
        source=form.source.data or "",
    )


def page(commitment_id: UUID, failing: BesaForm | None = None, status: int = 200) -> ResponseReturnValue:
    by = access.current()
    with platform().database.reading() as session:
        view, refusal = shown.as_asked(lambda asked: queries.read(session, commitment_id, asked, by, today()))
        answer = view.answer
        names = people.names(session, [one for word in answer.words for one in (word.by, word.decided_by)])
    line = answer.commitment
    body = render_template(
        "cases/commitment.html",
        form=failing,
        refusal=refusal,
        asked=shown.days(answer),
        answer=answer,
        line=line,
        row=shown.row(line, href(line.id)),
        where=shown.place(line),
        facts=shown.facts(line),
        words=[_word(one, view, names, failing) for one in answer.words],
        links=[(one, _link_href(one)) for one in answer.links],
        shown=shown,
        forms=_forms(view, failing),
        look=_marks(view.check, view.texts),
    )
    return body, 422 if refusal and status == 200 else status


def _word(one: schemas.WordAnswer, view: CommitmentView, names: dict[UUID, str], failing: BesaForm | None) -> Any:
    """What was said, and where it waits what the reader may do with it."""
    by = access.current()
    confirms = one.decision is None and by.roles & set(LEADERS) and by.person != one.by
    confirmation = forms.ConfirmationForm(formdata=None, data={"content_hash": one.content_hash}) if confirms else None
    if confirmation and isinstance(failing, forms.ConfirmationForm) and failing.content_hash.data == one.content_hash:
        confirmation = failing
    aside = forms.SettingAsideForm(formdata=None) if one.decision is None and by.roles & set(WRITERS) else None
    look = _marks(*view.looks[one.id]) if one.decision is None else None
    return shown.said(one, names), confirmation, aside, look


def _marks(check: TextCheck | None, texts: Sequence[str]) -> tuple[CheckShown, list[list[Piece]]]:
    """What a look means now, and the parts in which something is marked."""
    told = check_shown(check)
    return told, [pieces(texts[part], check, part) for part in sorted(told.parts) if part < len(texts)]


def _forms(view: CommitmentView, failing: BesaForm | None) -> dict[str, BesaForm | None]:
    """Those that the reader may fill in; none of the others."""
    roles, line = access.current().roles, view.answer.commitment
    offered: dict[str, BesaForm] = {}
    if roles & set(WRITERS):
        records = [
            SelectChoice(f"{one.kind}:{one.ref}", " ".join(filter(None, (one.name, one.title))))
            for one in view.answer.links
        ]
        finding = forms.FindingForm(formdata=None, prefix="found-")
        offered = {
            "state": forms.StateWordForm(formdata=None, prefix="state-"),
            "found": finding,
            "tie": _tie_form(None),
        }
        for one in (finding, failing):
            if isinstance(one, forms.FindingForm):
                one.records.choices = records
    if roles & set(WORKERS):
        if line.assessed in NOT_KEPT:
            offered["gap"] = forms.CommitmentGapForm(formdata=None)
        if line.issuer == ties.ASSEMBLY:
            offered["origin"] = forms.OriginForm(formdata=None, prefix="origin-")
    if roles & set(LEADERS) and check_shown(view.check).stops:
        seen = {"content_hash": view.document.content_hash}
        offered["document"] = forms.ConfirmationForm(formdata=None, prefix="document-", data=seen)
    kept = {
        name: failing if type(failing) is type(one) and name != "document" else one for name, one in offered.items()
    }
    return {**dict.fromkeys(("state", "found", "tie", "gap", "origin", "document")), **kept}


def _tie_form(formdata: Any = ...) -> forms.TieForm:
    indicators = [SelectChoice(key, name) for key, name in INDICATORS.items()]
    given = {} if formdata is ... else {"formdata": formdata}
    return forms.TieForm(prefix="tie-", indicators=indicators, **given)


def _link_href(one: schemas.TieAnswer) -> str | None:
    """Where it is read, for who may open that."""
    works = access.current().roles & set(WORKERS)
    if one.kind == links.INDICATOR:
        return url_for("indicator_pages.indicator", key=one.ref)
    if not works:
        return None
    if one.kind == links.GAP:
        return url_for("gaps_pages.gap", gap_id=one.ref)
    return url_for("recommendations_pages.recommendation", act_id=one.ref)
