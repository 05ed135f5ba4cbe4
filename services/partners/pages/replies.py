"""What a body answers on pages: a reply item by item, and a request for more time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners import domain
from services.partners.actions import dispatches, files, follow_ups, replies, reply_drafts
from services.partners.actions.dispatches import OpenedDocument
from services.partners.actions.receipts import Signer
from services.partners.forms import reply as forms
from services.partners.pages.correspondence import READERS
from services.partners.queries import institutions, letters, wall
from services.partners.schemas.dispatches import MeasureDueAnswer
from services.partners.schemas.replies import TAKEN, AnsweredBy, NewReply
from shared import access, file_parts, uploads
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.words import language

blueprint = Blueprint("replies_pages", "services.partners")


@blueprint.route("/dispatches/<uuid:dispatch_id>/reply", methods=["GET", "POST"])
@READERS
def reply(dispatch_id: UUID) -> ResponseReturnValue:
    if forms.KEEPING in request.form:
        return _keep(dispatch_id)
    opened, form, told = _asked(dispatch_id)
    if form.validate_on_submit():
        try:
            return _send(form, opened)
        except ContentViolation as error:
            forms.refuse(form, error)
        except RuleViolation:
            return _not_now(dispatch_id)
    return _shown(form, opened, told), 422 if form.errors else 200


@blueprint.route("/dispatches/<uuid:dispatch_id>/extension", methods=["GET", "POST"])
@READERS
def ask_for_time(dispatch_id: UUID) -> ResponseReturnValue:
    by, form = access.current(), forms.ExtensionForm()
    with platform().database.transaction() as session:
        dispatch = letters.delivered(wall.own(session, by), dispatch_id)
    if form.validate_on_submit():
        try:
            return _ask(form, dispatch_id)
        except ContentViolation as error:
            forms.refuse(form, error)
        except RuleViolation:
            return _not_now(dispatch_id)
    page = render_template("partners/extension.html", form=form, dispatch=dispatch)
    return page, 422 if form.errors else 200


@dataclass(frozen=True)
class _Told:
    """By the id of an item: why it is to be done by its day, and on which day it was answered."""

    days: tuple[MeasureDueAnswer, ...]
    answered_on: Mapping[UUID, date]


def _asked(dispatch_id: UUID) -> tuple[OpenedDocument, Any, _Told]:
    """The letter, which counts as opened; its form, with what was kept of an answer; and what is known of its items."""
    here, by, now = platform(), access.current(), utc_now()
    with here.database.transaction() as session:
        opened = dispatches.open_document(by, session, here.documents, dispatch_id, now=now)
        bodies = institutions.choices(session, language(), without=by.body)
        own = wall.own(session, by)
        told = _Told(letters.measures(own, here.documents, dispatch_id), letters.answered_days(own, dispatch_id))
        typed = letters.typed(here.documents, opened.dispatch) if request.method == "GET" else {}
    return opened, forms.reply_form(opened.parsed, bodies, typed), told


def _ask(form: forms.ExtensionForm, dispatch_id: UUID) -> ResponseReturnValue:
    here, by, now, wanted = platform(), access.current(), utc_now(), form.wanted()
    here.database.run(
        lambda session: follow_ups.ask_for_time(by, session, here.documents, dispatch_id, wanted, now=now)
    )
    flash(_("Kërkesa u dërgua. Afati vazhdon të ecë derisa zyra të vendosë."), "success")
    return redirect(url_for("correspondence.letter", dispatch_id=dispatch_id), 303)


def _shown(form: Any, opened: OpenedDocument, told: _Told) -> str:
    kept_at = opened.dispatch.reply_draft_at if request.method == "GET" else None
    return render_template(
        "partners/reply.html",
        form=form,
        answers=forms.parts_of(form),
        dispatch=opened.dispatch,
        kept_at=kept_at,
        kept_until=reply_drafts.kept_until(kept_at) if kept_at else None,
        document=opened.parsed,
        days={str(one.item_id): one.why_en if language() == "en" else one.why_sq for one in told.days},
        answered_on={str(one): day for one, day in told.answered_on.items()},
        promise_needed=domain.reply_rules(opened.parsed).promise == "needed",
        accept=uploads.accept(TAKEN),
        file_hint=forms.UNREADABLE_FILE,
    )


def _send(form: Any, opened: OpenedDocument) -> ResponseReturnValue:
    here, by, now, dispatch_id = platform(), access.current(), utc_now(), opened.dispatch.id
    places = forms.answered(parts := forms.parts_of(form))
    evidence = [_store(parts[place]) for place in places]
    if form.errors:
        raise ContentViolation("a file was not taken", code="file_not_taken", field="")
    ids = [UUID(item["id"]) for item in opened.parsed.get("items", [])]
    items = (forms.answer_of(parts[place], ids[place], kept) for place, kept in zip(places, evidence, strict=True))
    answered_by = AnsweredBy(name=form.name.data, function=form.function.data)
    wanted = NewReply(answered_by=answered_by, items=tuple(items))
    signer = Signer.of(here.settings, here.documents)
    receipt = here.database.run(
        lambda session: replies.reply(by, session, here.documents, dispatch_id, wanted, signer, now=now)
    )
    again = receipt.duplicate_of is not None
    flash(_("Kjo përgjigje ishte regjistruar më parë.") if again else _("Përgjigjja u regjistrua."), "success")
    return redirect(url_for("correspondence.letter", dispatch_id=dispatch_id), 303)


def _keep(dispatch_id: UUID) -> ResponseReturnValue:
    here, by, now, typed = platform(), access.current(), utc_now(), forms.typed_in(request.form)
    here.database.run(lambda session: reply_drafts.keep(by, session, here.documents, dispatch_id, typed, now=now))
    flash(_("Përgjigjja u ruajt dhe nuk u dërgua. Skedarët zgjidhini përsëri kur ta dërgoni."), "success")
    return redirect(url_for("replies_pages.reply", dispatch_id=dispatch_id), 303)


def _store(part: Any) -> tuple[UUID, ...]:
    here, by, now = platform(), access.current(), utc_now()
    kept = []
    for chosen in forms.files_of(part):
        try:
            sent = file_parts.read(chosen, TAKEN)
        except uploads.FileRefusedError as refused:
            forms.refuse_file(part, refused.code)
            continue
        with here.database.transaction() as session:
            kept.append(files.store(by, session, here.documents, sent, now=now).id)
    return tuple(kept)


def _not_now(dispatch_id: UUID) -> ResponseReturnValue:
    flash(_("Kjo nuk mund të bëhet në gjendjen e tanishme të letrës."), "notice")
    return redirect(url_for("correspondence.letter", dispatch_id=dispatch_id), 303)
