"""The inbox of a body, its letters, and the files that it handed in."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.partners import domain
from services.partners.actions import dispatches
from services.partners.actions.receipts import Signer
from services.partners.forms import clock_words, words
from services.partners.lists import LetterListing
from services.partners.models import Dispatch
from services.partners.queries import contacts, institutions, letter_view, letters, replies, wall
from services.partners.schemas.dispatches import Acknowledgement
from shared import access, file_parts
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.languages import date_words
from shared.platform import platform
from shared.words import language, late_words

blueprint = Blueprint("correspondence", "services.partners")
PEOPLE = access.partner(None, "partner_user", "partner_admin")
#: Who reads a letter: also whoever opened a one-time link to it.
READERS = access.partner(None, "partner_user", "partner_admin", "partner_link")
PER_PAGE = 20


@blueprint.get("/inbox")
@PEOPLE
def inbox() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(LetterListing, limit=PER_PAGE)
    reading = Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        own, today = wall.own(session, reading.by), domain.local_date(reading.now)
        page = letters.inbox(own, here.documents, here.cursors, asked.listing, reading) if asked.listing else None
        waiting, (held, asked_for) = letters.awaiting(own), letters.awaiting_held(own)
        contacts_due = contacts.due(own, today)
        body = institutions.names(session, [own.institution_id])[own.institution_id]
    shown = render_template(
        "partners/inbox.html", page=page, asked=asked, today=today, institution=body.name(language()),
        institution_id=body.id, contacts_due=contacts_due, state_words=_state, words=words, late_words=late_words,
        banner=_waiting_words(waiting), held=held, asked_for=asked_for, language=language(),
    )  # fmt: skip
    return shown, asked.status


@blueprint.get("/dispatches/<uuid:dispatch_id>")
@READERS
def letter(dispatch_id: UUID) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    today = domain.local_date(now)
    with here.database.transaction() as session:
        opened = dispatches.open_document(by, session, here.documents, dispatch_id, now=now)
        view = letter_view.about(wall.own(session, by), here.documents, opened.dispatch, today)
    handed = opened.dispatch.kind == domain.HANDED_OVER
    return render_template(
        "partners/handed.html" if handed else "partners/letter.html", dispatch=opened.dispatch, document=opened.parsed, view=view, today=today,
        predecessor=view.addressee.name(language()) if view.addressee.id != by.body else None,
        state=_state(opened.dispatch, view.due, today, held=view.held, asked=view.asked, spoken=view.spoken), explanations=clock_words.groups(view.dues), words=words,
        awaits_reply=letters.awaits_reply(opened.dispatch), informed=letters.informed(opened.dispatch), language=language(),
        positions=words.positions(opened.parsed, language()), late_words=late_words,
        notices=[notice for notice in view.notices if notice.kind in words.NOTICES],
    )  # fmt: skip


@blueprint.post("/dispatches/<uuid:dispatch_id>/acknowledgement")
@READERS
def acknowledge(dispatch_id: UUID) -> ResponseReturnValue:
    here, by, wanted = platform(), access.current(), Acknowledgement(document=request.form.get("document", ""))
    with here.database.transaction() as session:
        dispatches.acknowledge(
            by, session, dispatch_id, wanted, Signer.of(here.settings, here.documents), now=utc_now()
        )
    flash(_("Marrja e dokumentit u konfirmua."), "success")
    return redirect(url_for("correspondence.letter", dispatch_id=dispatch_id), 303)


@blueprint.get("/files/<uuid:file_id>")
@READERS
def download(file_id: UUID) -> Response:
    here = platform()
    with here.database.transaction() as session:
        file = replies.file(wall.own(session, access.current()), file_id)
    return file_parts.shown(file.document, str(file.id))


def _state(dispatch: Dispatch, due: date | None, today: date, *, held: bool, asked: bool, spoken: bool) -> str:
    if dispatch.withdrawn_at:
        return "withdrawn"
    if letters.is_over(dispatch):
        return "answered" if spoken else "over"
    if held and letters.awaits_reply(dispatch):
        return "asked_held" if asked else "held"
    late = due is not None and due < today and letters.awaits_reply(dispatch)
    return "late" if late else letters.state_of(dispatch)


def _waiting_words(waiting: list[Dispatch]) -> dict[str, str] | None:
    """The banner of the inbox: how many letters wait, and until when at the soonest, as far as the office has counted."""
    if not waiting:
        return None
    days = [dispatch.due for dispatch in waiting if dispatch.due]
    if not days:
        text = ngettext("%(num)d letër pret përgjigje.", "%(num)d letra presin përgjigje.", len(waiting))
        return {"text": text}
    text = ngettext(
        "%(num)d letër pret përgjigje deri më %(day)s.",
        "%(num)d letra presin përgjigje, e para deri më %(day)s.",
        len(waiting),
        day=date_words(min(days)),
    )
    return {"text": text}
