"""The post book for the office: letters on paper, many at once."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.actions import mistakes, posting, printing
from services.partners.data.mistakes import all_mistakes
from services.partners.forms import post_words as words
from services.partners.forms.post import PostForm
from services.partners.lists import OpenPost
from services.partners.pages.office import OFFICE, today
from services.partners.queries import post as queries
from services.partners.queries.seen import LEADING
from services.partners.schemas.post import PROOFS, SecondLook
from services.partners.words import POST_WAYS
from shared import access, file_parts, uploads
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import file_words, lists
from shared.pages.lists import Asked
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.uploads import FileRefusedError
from shared.words import language

blueprint = Blueprint("post_pages", "services.partners")
#: Who keeps it.
POSTING = ("case_officer", "approver", "commissioner")


@blueprint.get("/staff/post-book")
@access.staff(*POSTING)
def book() -> ResponseReturnValue:
    asked, form = lists.asked(OpenPost), PostForm(data={"day": today()})
    return render_template("partners/post_book.html", **_around(asked, form)), asked.status


@blueprint.post("/staff/post-book")
@access.staff(*POSTING)
def record() -> ResponseReturnValue:
    """What the pressed button says: print the chosen letters or all, record that they left, arrived or came back."""
    form, does = PostForm(), _DOES.get(request.form.get("do", ""))
    if does is not None and form.validate_on_submit():
        try:
            return does(form)
        except FileRefusedError as refused:
            taken = _("Pranohen PDF, JPG dhe PNG, deri në 20 MB.")
            form.proof.errors = [file_words.refused(refused.code, taken)]
        except RuleViolation as error:
            form.refuse(error, _called(error))
    return render_template("partners/post_book.html", **_around(lists.asked(OpenPost), form)), 422


@blueprint.post("/staff/post-book/<uuid:entry_id>/again")
@access.staff(*POSTING)
def again(entry_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    try:
        platform().database.run(lambda session: posting.send_again(by, session, entry_id, now=now))
    except RuleViolation as error:
        flash(str(words.sentence(error.code)), "notice")
    else:
        flash(_("Letra pret të niset përsëri."), "success")
    return redirect(url_for("post_pages.book"), 303)


@blueprint.post("/staff/post-book/<uuid:entry_id>/second-look")
@access.staff(*sorted(LEADING))
def look_again(entry_id: UUID) -> ResponseReturnValue:
    """`agreed` yes: the delivery counts; anything else: it is as not told. Of a mistake: it is taken back; anything else: it stands."""
    here, by, now = platform(), access.current(), utc_now()
    wanted = SecondLook(agreed=request.form.get("agreed") == "yes")
    try:
        state = here.database.run(
            lambda session: posting.look(by, session, here.documents, entry_id, wanted, now=now).state
        )
    except RuleViolation as error:
        flash(str(words.sentence(error.code)), "notice")
    else:
        flash(words.looked(state, agreed=wanted.agreed), "success")
    return redirect(url_for("post_pages.book", state="to_look_at"), 303)


@blueprint.get("/staff/post-book/proofs/<uuid:proof_id>")
@access.staff(*POSTING)
def proof(proof_id: UUID) -> ResponseReturnValue:
    """A proof of delivery, to save; never shown by the browser."""
    here = platform()
    with here.database.transaction() as session:
        found = queries.proof(session, access.current(), proof_id)
    return file_parts.shown(found.document, str(found.id))


def _print(form: PostForm) -> Response:
    here, by, now, chosen = platform(), access.current(), utc_now(), form.chosen()
    content = here.database.run(lambda session: printing.print_batch(by, session, here.documents, chosen, now=now))
    return file_parts.attachment(content, "application/pdf", "posta")


def _send(form: PostForm) -> ResponseReturnValue:
    here, by, now, wanted = platform(), access.current(), utc_now(), form.sendings()
    here.database.run(lambda session: posting.send(by, session, here.documents, wanted, now=now))
    return _back(_("Nisja u shënua."))


def _deliver(form: PostForm) -> ResponseReturnValue:
    """The proof is kept and the delivery recorded in one transaction."""
    here, by, now = platform(), access.current(), utc_now()
    if not form.proof.data:
        raise ContentViolation("the file that shows it", code="needs_proof", field="proof")
    sent = file_parts.read(form.proof.data, PROOFS)

    def work(session: Session) -> None:
        kept = posting.store_proof(by, session, here.documents, sent, now=now)
        posting.deliver(by, session, here.documents, form.delivered(kept.id), now=now)

    here.database.run(work)
    return _back(_("Dorëzimi u shënua."))


def _take_back(form: PostForm) -> ResponseReturnValue:
    by, now, wanted = access.current(), utc_now(), form.returned()
    platform().database.run(lambda session: posting.take_back(by, session, wanted, now=now))
    return _back(_("Kthimi u shënua."))


def _doubt(form: PostForm) -> ResponseReturnValue:
    """What shows it is kept and the mistake recorded in one transaction."""
    here, by, now = platform(), access.current(), utc_now()
    sent = file_parts.read(form.proof.data, PROOFS) if form.proof.data else None

    def work(session: Session) -> None:
        kept = posting.store_proof(by, session, here.documents, sent, now=now) if sent else None
        mistakes.record(by, session, form.mistakes(kept.id if kept else None), now=now)

    here.database.run(work)
    return _back(_("U shënua. E shikon një person i dytë para se dorëzimi të hiqet."))


_DOES = {"print": _print, "send": _send, "deliver": _deliver, "return": _take_back, "doubt": _doubt}


def _back(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(lists.asked(OpenPost).address(), 303)


def _called(error: RuleViolation) -> dict[str, str]:
    """What the entries are called that a refusal is about: the number of the letter and the body, since one act goes to many."""
    with platform().database.transaction() as session:
        rows = queries.called(session, access.current(), [one.of for one in error.all if one.of])
    return {entry: f"{number}, {body.name(language())}" for entry, (number, body) in rows.items()}


def _around(asked: Asked[OpenPost], form: PostForm) -> dict[str, object]:
    """What the page shows."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        page = queries.entries(session, here.cursors, asked.listing, reading) if asked.listing else None
        to_look_at = queries.to_look_at(session, reading.by)
        nowhere = queries.without_address(session, reading.by)
    return {
        "page": page,
        "asked": asked,
        "form": form,
        "language": language(),
        "state": asked.listing.state if asked.listing else "",
        "ways": POST_WAYS,
        "causes": words.CAUSES,
        "stopped": words.STOPPED,
        "ended": words.ENDED,
        "reasons": words.RETURN_REASONS,
        "mistakes": {key: one.name(language()) for key, one in all_mistakes().items()},
        "accept": uploads.accept(PROOFS),
        "numbers": request.form,
        "leads": bool(access.current().roles & LEADING),
        "to_look_at": to_look_at,
        "nowhere": nowhere,
        "may_edit": bool(access.current().roles & set(OFFICE)),
    }
