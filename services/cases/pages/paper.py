"""A reply that came on paper: entered with its scan, and the scan given back to who may see the act."""

from uuid import UUID

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.actions import paper, scans
from services.cases.data import acts as act_data
from services.cases.domain.obligations import Claimed
from services.cases.domain.replies import Position
from services.cases.domain.reply_forms import Promise
from services.cases.forms import paper as forms
from services.cases.forms.paper import PaperItemForm, PaperReplyForm, PromisingItemForm
from services.cases.forms.refusals import sentence
from services.cases.pages.acting import see, today
from services.cases.pages.cases import WORKING
from services.cases.pages.tables import institution_name
from services.cases.queries import acts
from services.cases.queries.acts import ActView
from services.cases.schemas.paper import PaperItemBody, PaperReplyBody
from shared import access, directory, file_parts, uploads
from shared.clock import utc_now
from shared.pages import file_words
from shared.platform import platform
from shared.rules import ContentViolation, NotFound, RuleViolation
from shared.words import language

blueprint = Blueprint("paper_pages", __name__)
_OF_THE_PAGE = ("reply.says_nothing", "reply.competent_unclear")


@blueprint.route("/staff/recommendations/<uuid:act_id>/paper-reply", methods=["GET", "POST"])
@access.staff(*WORKING)
def paper_reply(act_id: UUID) -> ResponseReturnValue:
    with platform().database.transaction() as session:
        view = acts.read(session, act_id, access.current(), today())
    form = _form(view)
    status = _record(form, view) if form.validate_on_submit() else 200 if request.method == "GET" else 422
    if status == 303:
        flash(_("Përgjigjja në letër u shënua."), "success")
        return see(url_for("recommendations_pages.recommendation", act_id=act_id))
    items, accept = list(zip(view.items, form.parts, strict=True)), uploads.accept(scans.TAKEN)
    return render_template("cases/paper_reply.html", form=form, act=view.act, items=items, accept=accept), status


@blueprint.route("/staff/scans/<uuid:scan_id>")
@access.staff(*WORKING)
def scan(scan_id: UUID) -> Response:
    """The scan of a letter, to save; never shown by the browser."""
    here = platform()
    with here.database.transaction() as session:
        kept = scans.read(access.current(), session, scan_id)
    return file_parts.shown(kept.document, str(kept.id))


def _form(view: ActView) -> PaperReplyForm:
    """As the kind of the act is answered. Raises `NotFound` where nobody owes an answer."""
    bodies = {one.obligation.institution_id: institution_name(one) for one in view.obligations}
    day = view.act.issued_on
    answered = act_data.reply_form_of(view.kind, day) if day else None
    if not bodies or day is None or answered is None:
        raise NotFound
    offered = act_data.reply_form_entry(answered.key, day)["positions"]
    positions = [(one["position"], words.of_pair(one, "said", language())) for one in offered]
    promises = answered.promise is not Promise.NONE
    return forms.paper_form(
        len(view.items), [*bodies.items()], request.args.get("institution"), positions, promises=promises
    )


def _record(form: PaperReplyForm, view: ActView) -> int:
    """Keep the scan and record the letter in one transaction; or put what is wrong on the form."""
    if form.chosen is None:
        form.scan.errors = [_("Zgjidhni letrën e skanuar.")]
        return 422
    try:
        sent = file_parts.read(form.chosen, scans.TAKEN)
        platform().database.run(lambda session: _keep(session, form, view, sent))
    except uploads.FileRefusedError as refused:
        form.scan.errors = [file_words.refused(refused.code, str(forms.SCAN_HINT))]
    except ContentViolation as error:
        _refuse(form, error)
    except RuleViolation as error:
        form.form_errors.append(sentence(error.code))
        return 409
    else:
        return 303
    return 422


def _keep(session: Session, form: PaperReplyForm, view: ActView, sent: uploads.Upload) -> None:
    here, by = platform(), access.current()
    kept = scans.store(by, session, here.documents, view.act.id, sent, now=utc_now())
    spoken_of = [(item, part) for item, part in zip(view.items, form.parts, strict=True) if part.position.data]
    if not spoken_of:
        raise ContentViolation("nothing is said of any item", code="reply.says_nothing", field="items.0.position")
    letter = PaperReplyBody(
        institution_id=UUID(form.institution.data),
        received_on=form.received_on.data,
        text=form.text.data or "",
        scan_id=kept.id,
        items=tuple(_item(session, item.id, part, item.place) for item, part in spoken_of),
        corrects=bool(form.corrects.data),
    )
    paper.record(by, session, here.documents, view.act.id, letter, now=utc_now())


def _item(session: Session, item_id: UUID, part: PaperItemForm, place: int) -> PaperItemBody:
    named = directory.find(session, part.competent.data) if part.competent.data else []
    promises = part if isinstance(part, PromisingItemForm) else None
    if part.competent.data and len(named) != 1:
        field = f"items.{place}.competent_institution_id"
        raise ContentViolation("one body by its name", code="reply.competent_unclear", field=field)
    return PaperItemBody(
        item_id=item_id,
        position=Position(part.position.data),
        reasons=bool(part.reasons.data),
        claimed=Claimed(promises.claimed.data) if promises and promises.claimed.data else None,
        promised_date=promises.promised.data if promises else None,
        competent_institution_id=named[0].id if named else None,
    )


def _refuse(form: PaperReplyForm, error: ContentViolation) -> None:
    path = error.field.split(".")
    if path[0] == "items" and len(path) == 3:
        parts = form.parts
        # A rule counts the items of which something was said; a refusal of the page itself counts all of them.
        counted = parts if error.code in _OF_THE_PAGE else [part for part in parts if part.position.data]
        field = getattr(counted[int(path[1])], forms.NAMES.get(path[2], path[2]), None)
    else:
        field = getattr(form, forms.NAMES.get(error.field, error.field.removesuffix("_id")), None)
    if field is None:
        form.form_errors.append(sentence(error.code))
    else:
        field.errors = [*field.errors, sentence(error.code)]
