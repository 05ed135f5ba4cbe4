"""One agreement at a desk: its parties, its clauses, and its signature."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.cooperation import forms, words
from services.partners.cooperation.actions import agreements as actions
from services.partners.cooperation.actions import endings
from services.partners.cooperation.domain.endings import AgreementState
from services.partners.cooperation.models import Agreement
from services.partners.cooperation.pages.actors import READERS, WRITERS, may, parties_offered, seen
from services.partners.cooperation.queries import agreements
from services.partners.cooperation.schemas import AgreementAnswer, AgreementBody
from services.partners.domain import local_date
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm, SelectChoice
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

blueprint = Blueprint("agreement_desk", __name__)
SIGNERS = ("approver", "commissioner")
FORMS: dict[str, type[BesaForm]] = {
    "party": forms.PartyForm,
    "clause": forms.ClauseForm,
    "remove": forms.RemovalForm,
    "sign": forms.SigningForm,
    "end": forms.EndingForm,
    "unend": forms.Seen,
    "confirm": forms.Seen,
    "amend": forms.Seen,
}


@blueprint.get("/staff/agreements/<uuid:agreement_id>")
@access.staff(*READERS)
def agreement(agreement_id: UUID) -> str:
    stored = _stored(agreement_id)
    return _page(stored, _made(stored))


@blueprint.route("/staff/agreements/<uuid:agreement_id>/change", methods=["GET", "POST"])
@access.staff(*WRITERS)
def change(agreement_id: UUID) -> ResponseReturnValue:
    stored = _stored(agreement_id)
    form = forms.AgreementForm(data={**vars(stored), "clusters": list(stored.clusters)})
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            platform().database.run(_changing(stored, form, form.wanted(forms.known_of(stored))))
        except RuleViolation as error:
            status = forms.refuse(form, error)
        else:
            flash(_("U ruajt."), "success")
            return redirect(url_for("agreement_desk.agreement", agreement_id=agreement_id), 303)
    return render_template("partners/agreement_form.html", form=form, agreement=stored), status


@blueprint.post("/staff/agreements/<uuid:agreement_id>/parties")
@access.staff(*WRITERS)
def add_party(agreement_id: UUID) -> ResponseReturnValue:
    return _add(agreement_id, "party", _("Pala u shtua."))


@blueprint.post("/staff/agreements/<uuid:agreement_id>/clauses")
@access.staff(*WRITERS)
def add_clause(agreement_id: UUID) -> ResponseReturnValue:
    return _add(agreement_id, "clause", _("Pika u shtua."))


@blueprint.post("/staff/agreements/<uuid:agreement_id>/removals")
@access.staff(*WRITERS)
def remove(agreement_id: UUID) -> ResponseReturnValue:
    stored = _stored(agreement_id)
    form = forms.RemovalForm(prefix="remove-")
    work = _changing(stored, form, form.wanted(forms.known_of(stored), stored))
    return _press(stored, {**_made(stored), "remove": form}, "remove", work, _("U hoq."))


@blueprint.post("/staff/agreements/<uuid:agreement_id>/signing")
@access.staff(*SIGNERS)
def sign(agreement_id: UUID) -> ResponseReturnValue:
    stored, here, by, now = _stored(agreement_id), platform(), access.current(), utc_now()
    form = forms.SigningForm(prefix="sign-")

    def work(session: Session) -> Agreement:
        return actions.sign(by, session, here.documents, agreement_id, form.wanted(), seen(form), now=now)

    said = _("U shënua e nënshkruar: që tani pikat e saj ndiqen.")
    return _press(stored, {**_made(stored), "sign": form}, "sign", work, said)


@blueprint.post("/staff/agreements/<uuid:agreement_id>/ending")
@access.staff(*WRITERS)
def ask_ending(agreement_id: UUID) -> ResponseReturnValue:
    stored, by, now = _stored(agreement_id), access.current(), utc_now()
    made = _made(stored, sent="end")
    form: Any = made["end"]

    def work(session: Session) -> Agreement:
        return endings.ask(by, session, agreement_id, form.wanted(), seen(form), now=now)

    return _press(stored, made, "end", work, _("U shkrua: e miraton dikush tjetër."))


@blueprint.post("/staff/agreements/<uuid:agreement_id>/ending/withdrawal")
@access.staff(*WRITERS)
def take_ending_back(agreement_id: UUID) -> ResponseReturnValue:
    stored, by, now = _stored(agreement_id), access.current(), utc_now()
    made = _made(stored, sent="unend")

    def work(session: Session) -> Agreement:
        return endings.take_back(by, session, agreement_id, seen(made["unend"]), now=now)

    return _press(stored, made, "unend", work, _("U tërhoq: marrëveshja është në fuqi."))


@blueprint.post("/staff/agreements/<uuid:agreement_id>/ending/confirmation")
@access.staff(*SIGNERS)
def confirm_ending(agreement_id: UUID) -> ResponseReturnValue:
    stored, by, now = _stored(agreement_id), access.current(), utc_now()
    made = _made(stored, sent="confirm")

    def work(session: Session) -> Agreement:
        return endings.confirm(by, session, agreement_id, seen(made["confirm"]), now=now)

    return _press(stored, made, "confirm", work, _("Marrëveshja mbaroi: çfarë ishte e hapur u mbyll."))


@blueprint.post("/staff/agreements/<uuid:agreement_id>/amendments")
@access.staff(*WRITERS)
def amend(agreement_id: UUID) -> ResponseReturnValue:
    stored, by, now = _stored(agreement_id), access.current(), utc_now()
    made = _made(stored, sent="amend")

    def work(session: Session) -> Agreement:
        return actions.amend(by, session, agreement_id, seen(made["amend"]), now=now)

    return _press(stored, made, "amend", work, _("Projekti i versionit të ri u hap: çfarë mbetet siç është, vijon."))


def _add(agreement_id: UUID, what: str, said: str) -> ResponseReturnValue:
    stored = _stored(agreement_id)
    made = _made(stored, sent=what)
    form = made[what]

    def work(session: Session) -> Agreement:
        return _changing(stored, form, form.wanted(forms.known_of(stored)))(session)

    return _press(stored, made, what, work, said)


def _changing(stored: AgreementAnswer, form: Any, wanted: AgreementBody) -> Callable[[Session], Agreement]:
    by = access.current()
    return lambda session: actions.change(by, session, stored.id, wanted, seen(form))


def _press(
    stored: AgreementAnswer, made: dict[str, Any], what: str, work: Callable[[Session], Agreement], said: str
) -> ResponseReturnValue:
    """Do it and lead back; or the page again, with what stands against it."""
    form = made[what]
    if not form.validate_on_submit():
        return _page(stored, made, form), 422
    try:
        agreement_id = platform().database.run(lambda session: work(session).id)
    except RuleViolation as error:
        status = forms.refuse(form, error)
        return _page(stored, made, form), status
    flash(said, "success")
    return redirect(url_for("agreement_desk.agreement", agreement_id=agreement_id), 303)


def _stored(agreement_id: UUID) -> AgreementAnswer:
    with platform().database.reading() as session:
        return agreements.answer(session, agreements.agreement(session, agreement_id), local_date(utc_now()))


def _made(stored: AgreementAnswer, sent: str = "") -> dict[str, Any]:
    """The forms of the page; `sent`: the one that is read out of the request."""
    shown = {"formdata": None, "data": {"revision": stored.revision}}
    made: dict[str, Any] = {
        name: kind(prefix=f"{name}-", **({} if name == sent else shown)) for name, kind in FORMS.items()
    }
    made["party"].party.choices = [SelectChoice("", "–"), *parties_offered()]
    owing = [
        SelectChoice(
            f"bodies:{one.institution_id}" if one.institution_id else f"actors:{one.actor_id}", one.name(language())
        )
        for one in stored.parties
    ]
    made["clause"].owed_by.choices = [SelectChoice(forms.OFFICE, _("Zyra")), *owing]
    made["end"].replaced_by.choices = [SelectChoice("", _("Asnjë")), *_others(stored)]
    return made


def _others(stored: AgreementAnswer) -> list[SelectChoice]:
    with platform().database.reading() as session:
        found = agreements.signed(session)
        return [SelectChoice(str(one.id), f"{one.number} {one.title}") for one in found if one.id != stored.id]


def _page(stored: AgreementAnswer, made: dict[str, Any], failing: BesaForm | None = None) -> str:
    names = {one.institution_id or one.actor_id: one.name(language()) for one in stored.parties}
    page: str = render_template(
        "partners/agreement.html",
        agreement=stored, forms=made, failing=failing, words=words, names=names,
        may_write=may(WRITERS) and stored.signed_on is None, may_sign=may(SIGNERS) and stored.signed_on is None,
        handles=may(WRITERS),
        may_end=may(WRITERS) and stored.state == AgreementState.IN_FORCE,
        may_confirm=may(SIGNERS) and stored.state == AgreementState.IN_FORCE,
    )  # fmt: skip
    return page
