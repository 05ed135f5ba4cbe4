"""The inbox of a body, its letters, and what it answers."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.partners import domain
from services.partners.actions import dispatches, files, follow_ups, replies
from services.partners.actions.dispatches import OpenedDocument
from services.partners.actions.replies import Submission
from services.partners.domain import ItemAnswer
from services.partners.forms import clock_words, words
from services.partners.forms import reply as forms
from services.partners.models import Dispatch
from services.partners.queries import contacts, institutions, letters, wall
from services.partners.schemas.dispatches import TAKEN
from shared import access, file_parts, uploads
from shared.clock import utc_now
from shared.pages.languages import date_words
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.words import language

blueprint = Blueprint("correspondence", "services.partners")
PEOPLE = access.partner(None, "partner_user", "partner_admin")
PER_PAGE = 20


@blueprint.get("/inbox")
@PEOPLE
def inbox() -> ResponseReturnValue:
    state = request.args.get("state") if request.args.get("state") in letters.STATES else None
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        own = wall.own(session, by)
        shown, following = letters.inbox(
            own, here.documents, here.cursors, state, after=request.args.get("after"), limit=PER_PAGE
        )
        waiting = letters.awaiting(own)
        contacts_due = contacts.due(own, _today())
        name = institutions.names(session, [by.body])[by.body].name(language())
    return render_template(
        "partners/inbox.html",
        letters=shown,
        state=state,
        filters=words.FILTERS,
        today=_today(),
        institution=name,
        institution_id=by.body,
        contacts_due=contacts_due,
        banner=_waiting_words(waiting, shown),
        state_words=_state,
        words=words,
        next_href=url_for("correspondence.inbox", after=following, state=state) if following else None,
        first_href=url_for("correspondence.inbox", state=state) if request.args.get("after") else None,
    )


@blueprint.get("/dispatches/<uuid:dispatch_id>")
@PEOPLE
def letter(dispatch_id: UUID) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    with here.database.transaction() as session:
        opened = dispatches.open_document(by, session, here.documents, dispatch_id, now=now)
        own = wall.own(session, by)
        made = letters.replies(own, dispatch_id)
        notices = letters.notices(own, opened.dispatch)
        assessed = letters.assessed_items(own, opened.dispatch)
        asked = letters.requests(own, dispatch_id)
        counted = letters.dues(own, dispatch_id)
        reported = letters.reports(own, here.documents, dispatch_id)
        addressee = institutions.names(session, [opened.dispatch.institution_id])[opened.dispatch.institution_id]
    due, indicative = letters.due_of(opened.dispatch, opened.parsed)
    return render_template(
        "partners/letter.html",
        dispatch=opened.dispatch,
        predecessor=addressee.name(language()) if addressee.id != by.body else None,
        document=opened.parsed,
        state=_state(opened.dispatch, due),
        due=due,
        indicative=indicative,
        today=_today(),
        replies=[(found, letters.reply_content(here.documents, found)) for found in made],
        notices=[notice for notice in notices if notice.kind in words.NOTICES],
        reminders=letters.reminders(notices),
        assessed={str(item): details for item, details in assessed.items()},
        counted={str(one.item_id): one for one in counted},
        explanations=clock_words.groups(counted),
        reported=reported,
        requests=asked,
        awaits_reply=letters.awaits_reply(opened.dispatch),
        words=words,
        positions=words.positions(opened.parsed, language()),
        language=language(),
    )


@blueprint.post("/dispatches/<uuid:dispatch_id>/acknowledgement")
@PEOPLE
def acknowledge(dispatch_id: UUID) -> ResponseReturnValue:
    here, by, document = platform(), access.current(), request.form.get("document", "")
    with here.database.transaction() as session:
        dispatches.acknowledge(by, session, dispatch_id, document, here.settings.secret_key, now=utc_now())
    flash(_("Marrja e dokumentit u konfirmua."), "success")
    return redirect(url_for("correspondence.letter", dispatch_id=dispatch_id), 303)


@blueprint.route("/dispatches/<uuid:dispatch_id>/reply", methods=["GET", "POST"])
@PEOPLE
def reply(dispatch_id: UUID) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    with here.database.transaction() as session:
        opened = dispatches.open_document(by, session, here.documents, dispatch_id, now=now)
        bodies = institutions.choices(session, language(), without=by.body)
    rules = domain.reply_rules(opened.parsed)
    offered = words.positions(opened.parsed, language())
    form = forms.reply_form(len(_items(opened)), bodies, offered, promises=rules.promises)
    if form.validate_on_submit():
        try:
            return _send(form, opened)
        except ContentViolation as error:
            forms.refuse(form, error)
        except RuleViolation:
            return _not_now(dispatch_id)
    page = render_template(
        "partners/reply.html",
        form=form,
        answers=forms.parts_of(form),
        dispatch=opened.dispatch,
        document=opened.parsed,
        promise_needed=rules.promise == "needed",
        accept=uploads.accept(TAKEN),
        file_hint=forms.UNREADABLE_FILE,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/dispatches/<uuid:dispatch_id>/extension", methods=["GET", "POST"])
@PEOPLE
def ask_for_time(dispatch_id: UUID) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    form = forms.ExtensionForm()
    with here.database.transaction() as session:
        dispatch = dispatches.delivered(wall.own(session, by), dispatch_id)
    if form.validate_on_submit():
        asked = {"until": form.until.data, "reasons": form.reasons.data}
        try:
            here.database.run(
                lambda session: follow_ups.ask_for_time(by, session, here.documents, dispatch_id, asked, now=now)
            )
        except ContentViolation as error:
            forms.refuse(form, error)
        except RuleViolation:
            return _not_now(dispatch_id)
        else:
            flash(_("Kërkesa u dërgua. Afati vazhdon të ecë derisa zyra të vendosë."), "success")
            return redirect(url_for("correspondence.letter", dispatch_id=dispatch_id), 303)
    page = render_template("partners/extension.html", form=form, dispatch=dispatch)
    return page, 422 if form.errors else 200


@blueprint.get("/files/<uuid:file_id>")
@PEOPLE
def download(file_id: UUID) -> Response:
    here = platform()
    with here.database.transaction() as session:
        file = letters.file(wall.own(session, access.current()), file_id)
    response = Response(here.documents.get(file.document), mimetype=file.media_type)
    name = f"{file.id}.{uploads.EXTENSIONS[file.media_type]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _send(form: Any, opened: OpenedDocument) -> ResponseReturnValue:
    here, by, now, dispatch_id = platform(), access.current(), utc_now(), opened.dispatch.id
    parts = forms.parts_of(form)
    evidence = [_store(part) for part in parts]
    if form.errors:
        raise ContentViolation("a file was not taken", code="file_not_taken", field="")
    ids = [UUID(item["id"]) for item in _items(opened)]
    answers: tuple[ItemAnswer, ...] = tuple(map(forms.answer_of, parts, ids, evidence))
    submission = Submission({"name": form.name.data, "function": form.function.data}, answers)
    secret = here.settings.secret_key
    receipt = here.database.run(
        lambda session: replies.reply(by, session, here.documents, dispatch_id, submission, secret, now=now)
    )
    again = "duplicate_of" in receipt
    flash(_("Kjo përgjigje ishte regjistruar më parë.") if again else _("Përgjigjja u regjistrua."), "success")
    return redirect(url_for("correspondence.letter", dispatch_id=dispatch_id), 303)


def _store(part: Any) -> tuple[UUID, ...]:
    here, by, now = platform(), access.current(), utc_now()
    kept = []
    for chosen in forms.files_of(part):
        try:
            sent = file_parts.read(chosen, TAKEN)
        except uploads.FileRefusedError:
            forms.refuse_file(part)
            continue
        with here.database.transaction() as session:
            kept.append(files.store(by, session, here.documents, sent.content, sent.media_type, now=now).id)
    return tuple(kept)


def _items(opened: OpenedDocument) -> list[dict[str, Any]]:
    return list(opened.parsed.get("items", []))


def _not_now(dispatch_id: UUID) -> ResponseReturnValue:
    flash(_("Kjo nuk mund të bëhet në gjendjen e tanishme të rekomandimit."), "notice")
    return redirect(url_for("correspondence.letter", dispatch_id=dispatch_id), 303)


def _state(dispatch: Dispatch, due: date | None) -> str:
    if dispatch.withdrawn_at:
        return "withdrawn"
    if letters.answered(dispatch):
        return "answered"
    late = due is not None and due < _today() and letters.awaits_reply(dispatch)
    return "late" if late else letters.state_of(dispatch)


def _waiting_words(waiting: list[Dispatch], shown: list[letters.Letter]) -> dict[str, Any] | None:
    """The banner of the inbox: how many letters wait, and until when at the soonest, as far as the days are known here."""
    if not waiting:
        return None
    counted = [dispatch.due for dispatch in waiting if dispatch.due]
    days = counted + [found.due for found in shown if found.awaits_reply and found.due]
    if not days:
        text = ngettext("%(num)d rekomandim pret përgjigje.", "%(num)d rekomandime presin përgjigje.", len(waiting))
        return {"text": text}
    day = date_words(min(days))
    if min(days) in counted:
        text = ngettext(
            "%(num)d rekomandim pret përgjigje deri më %(day)s.",
            "%(num)d rekomandime presin përgjigje, i pari deri më %(day)s.",
            len(waiting),
            day=day,
        )
    else:
        text = ngettext(
            "%(num)d rekomandim pret përgjigje deri rreth datës %(day)s.",
            "%(num)d rekomandime presin përgjigje, i pari deri rreth datës %(day)s.",
            len(waiting),
            day=day,
        )
    return {"text": text}


def _today() -> date:
    return domain.local_date(utc_now())
