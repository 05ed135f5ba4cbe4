"""Following up: the code, then status, messages, files and who has looked. One address, whatever is shown there."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from services.intake.actions import confirmations, tries
from services.intake.actions import mailbox as actions
from services.intake.domain.evidence import TAKEN
from services.intake.forms.public import CodeForm, ConfirmationForm, EvidenceForm, MessageForm
from services.intake.pages import session
from services.intake.pages.routes import forget, vault
from services.intake.queries import mailbox as queries
from shared import access, file_parts
from shared.clock import utc_now
from shared.limits import TooManyError
from shared.pages import file_words
from shared.pages.waiting import kept_wait_words, quiet_wait_words
from shared.platform import platform
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.uploads import FileRefusedError
from shared.words import language

blueprint = Blueprint("mailbox_pages", __name__)

MINE = "/intake/mine"
_KINDS = _l("Ky lloj skedari nuk merret. Merren foto, PDF, Word, video mp4, zë m4a ose tekst")
_REFUSED = {
    "too_many_files": _l("Janë dërguar tashmë 10 skedarë"),
    "quota_reached": _l("Skedarët bashkë janë tashmë 200 MB"),
}


@blueprint.route("/mine", methods=["GET", "POST"])
@access.public
def mine() -> ResponseReturnValue:
    """The mailbox of a running visit, else the question for the code."""
    form = CodeForm()
    try:
        if form.validate_on_submit():
            if session.begin(form.code.data or ""):
                return redirect(MINE, 303)
            form.code.errors = [*form.code.errors, _("Ky kod nuk hap asgjë. Shiko a e ke shkruar siç është në letër")]
    except TooManyError as error:
        form.code.errors = [*form.code.errors, quiet_wait_words(error.seconds)]
        return render_template("intake/code.html", form=form), 429, {"Retry-After": str(error.seconds)}
    complaint_id = session.visited()
    if complaint_id and not form.errors:
        return _mailbox(complaint_id, MessageForm(formdata=None), EvidenceForm(formdata=None))
    return render_template("intake/code.html", form=form), 422 if form.errors else 200


@blueprint.post("/mine/messages")
@access.complainant
def write() -> ResponseReturnValue:
    here, form, by = platform(), MessageForm(), access.current()
    if not form.validate_on_submit():
        return _mailbox(by.person, form, EvidenceForm(formdata=None))
    try:
        _count(by.person)
    except TooManyError as error:
        form.text.errors = [*form.text.errors, kept_wait_words(error.seconds)]
        page, _status = _mailbox(by.person, form, EvidenceForm(formdata=None))
        return page, 429, {"Retry-After": str(error.seconds)}
    with here.database.transaction() as writing:
        actions.write(by, writing, vault(), form.message(), now=utc_now())
    return redirect(MINE, 303)


@blueprint.post("/mine/confirmations")
@access.complainant
def confirm() -> ResponseReturnValue:
    """Whether a measure was felt. Pressed twice, the first answer stands. Of a question that ended meanwhile the page says so (409). What no
    button of ours sends is 422.
    """
    form, by = ConfirmationForm(), access.current()
    if not form.validate_on_submit():
        return _mailbox(by.person, MessageForm(formdata=None), EvidenceForm(formdata=None), 422)
    _count(by.person)
    try:
        with platform().database.transaction() as writing:
            confirmations.answer(by, writing, form.confirmation(), now=utc_now())
    except RuleViolation as refused:
        if refused.code == confirmations.ENDED:
            return _mailbox(by.person, MessageForm(formdata=None), EvidenceForm(formdata=None), 409, ended=True)
    return redirect(MINE, 303)


@blueprint.get("/mine/messages/<uuid:message_id>/letter")
@access.complainant
def letter(message_id: UUID) -> ResponseReturnValue:
    """A message of the office as a letter, under a name that says nothing of it."""
    here, by = platform(), access.current()
    with here.database.reading() as reading:
        pdf = queries.letter(reading, here.documents, by.person, message_id)
    headers = {"Content-Disposition": 'attachment; filename="1.pdf"', "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@blueprint.post("/mine/files")
@access.complainant
def hand_in() -> ResponseReturnValue:
    form, by = EvidenceForm(), access.current()
    sent = form.file.data if form.validate_on_submit() else None
    if not sent or not isinstance(sent, FileStorage):
        return _not_taken(by, form, _("Nuk u zgjodh asnjë skedar"))
    _count(by.person)
    try:
        _take(by, sent)
    except FileRefusedError as refused:
        return _not_taken(by, form, file_words.refused(refused.code, str(_KINDS)))
    except RuleViolation as refused:
        if refused.code not in _REFUSED:
            raise
        return _not_taken(by, form, str(_REFUSED[refused.code]))
    return redirect(MINE, 303)


def _take(by: Principal, sent: FileStorage) -> None:
    here, taken = platform(), file_parts.read(sent, TAKEN)
    with here.database.transaction() as writing:
        actions.add_file(by, writing, vault(), here.documents, taken, now=utc_now())


def _not_taken(by: Principal, form: EvidenceForm, words: str) -> ResponseReturnValue:
    form.file.errors = [*form.file.errors, words]
    return _mailbox(by.person, MessageForm(formdata=None), form)


@blueprint.post("/mine/leave")
@access.public
def leave() -> ResponseReturnValue:
    """End the visit, and have the browser forget it."""
    session.end()
    return forget(make_response(redirect(MINE, 303)))


def _mailbox(
    complaint_id: UUID, message: MessageForm, evidence: EvidenceForm, status: int = 200, *, ended: bool = False
) -> tuple[str, int]:
    """`ended`: a question was answered that stands open no more."""
    here = platform()
    with here.database.reading() as reading:
        box = queries.mailbox(reading, vault(), here.documents, complaint_id, language())
    faulty = message if message.errors else evidence
    page = render_template("intake/mailbox.html", box=box, message=message, evidence=evidence, form=faulty, ended=ended)
    return page, 422 if faulty.errors else status


def _count(complaint_id: UUID) -> None:
    with platform().database.transaction() as counting:
        tries.count_writing(counting, complaint_id)
