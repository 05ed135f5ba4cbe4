"""Behind a one-time link: the button that opens the letter, the way to a new link, and who came in.

The page behind a link looks nothing up: it is the same for every link there could be, and says to whoever is signed in as whom. Only the button tells, and it says of an unknown,
used, expired or revoked one the same.
"""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from services.partners.actions import link_opening, reply_drafts
from services.partners.actions.link_opening import Opening
from services.partners.forms.reply import typed_in
from services.partners.pages.log_in import KEPT, LINK, LONGEST_TOKEN, NOTE_EVERY
from services.partners.pages.log_in_steps import PATH
from services.partners.queries import institutions
from services.partners.queries import links as queries
from shared import access, guessing
from shared.clock import utc_now
from shared.limits import TooManyError
from shared.platform import platform
from shared.principal import Principal
from shared.words import language

COOKIE = "besa_link"

blueprint = Blueprint("links", "services.partners")


@blueprint.get("/link/<string:token>")
@access.public
def link(token: str) -> ResponseReturnValue:
    by = access.current()
    named = link_opening.is_person(by)
    return render_template("partners/link.html", token=token, signed_in=named, body=_body_of(by) if named else None)


@blueprint.post("/link/<string:token>")
@access.public
def open_link(token: str) -> ResponseReturnValue:
    by = access.current()
    if letter := _letter_there(by, token):
        return redirect(url_for("correspondence.letter", dispatch_id=letter), 303)
    try:
        opening = _opened(by, token)
    except TooManyError as error:
        return _nothing(token), 429, {"Retry-After": str(error.seconds)}
    if opening is None:
        return _nothing(token), 404
    if opening.refused:
        shown = render_template("partners/link_refused.html", why=opening.refused, token=token, body=_body_of(by))
        return shown, 409
    return _let_in(opening, token)


@blueprint.post("/link/<string:token>/again")
@access.public
def again(token: str) -> ResponseReturnValue:
    """Says the same whether or not there was such a link."""
    by, now = access.current(), utc_now()
    if _may_be_one(token):
        platform().database.run(lambda database: link_opening.ask_again(by, database, token, now=now))
    return redirect(url_for("links.asked"), 303)


@blueprint.get("/link-asked")
@access.public
def asked() -> ResponseReturnValue:
    return render_template("partners/link_asked.html")


@blueprint.post("/link-leave")
@access.public
def leave() -> ResponseReturnValue:
    if token := request.cookies.get(COOKIE):
        platform().database.run(lambda database: link_opening.leave(database, token))
    session.clear()
    response = redirect(url_for("log_in.log_in"), 303)
    response.delete_cookie(COOKIE, path=PATH)
    return response


def reader(cookies: bool) -> Principal | None:
    """The authenticator of whoever opened a link in this browser: on pages alone, and for one letter."""
    token = request.cookies.get(COOKIE) if cookies else None
    if not token or len(token) > LONGEST_TOKEN:
        return None
    here, now = platform(), utc_now()
    with here.database.transaction() as database:
        found = queries.reader_of(database, token, now)
    if found is None:
        _keep_what_is_late(token)
        return None
    if now - found.seen_at > NOTE_EVERY:
        here.database.run(lambda database: link_opening.touch(database, token, now=now))
    # Another letter is as if it were not there, as every other page is not for whoever has one letter.
    return link_opening.reader(found.link_id, found.institution_id, found.dispatch_id)


def _keep_what_is_late(token: str) -> None:
    """Here, since nobody who is out comes as far as the page: of a reply that they send what was typed is kept for who opens the next link."""
    if request.method != "POST" or request.endpoint != "replies_pages.reply" or not request.view_args:
        return
    here, now, typed = platform(), utc_now(), typed_in(request.form)
    letter: UUID = request.view_args["dispatch_id"]
    session[KEPT] = here.database.run(
        lambda database: reply_drafts.keep_late(database, here.documents, token, letter, typed, now=now)
    )


def _opened(by: Principal, token: str) -> Opening | None:
    """Raises `TooManyError` for a wrong one of many: a right one enters whatever came from its address before."""
    with guessing.turn("link") as turn:
        opening = None
        if _may_be_one(token):
            with platform().database.transaction() as database:
                opening = link_opening.open_link(by, database, token, now=utc_now())
        if opening is None:
            turn.wrong()
    return opening


def _nothing(token: str) -> str:
    return render_template("partners/link_over.html", token=token, ended=False, kept=False)


def _let_in(opening: Opening, link: str) -> ResponseReturnValue:
    response = redirect(url_for("correspondence.letter", dispatch_id=opening.dispatch_id), 303)
    if not opening.token:
        return response
    # What was in the session before belongs to whoever sat here before.
    session.clear()
    session[LINK] = link
    secure = platform().settings.secure_cookies
    response.set_cookie(COOKIE, opening.token, path=PATH, httponly=True, samesite="Strict", secure=secure)
    return response


def _letter_there(by: Principal, token: str) -> UUID | None:
    """The letter of whoever presses the button again and still has it: coming back in one browser needs no new link."""
    if by.kind != "partner" or not _may_be_one(token):
        return None
    with platform().database.transaction() as database:
        return queries.letter_there(by, database, token)


def _body_of(by: Principal) -> str | None:
    """The name of the body for which somebody is signed in; None for the office."""
    if by.institution_id is None:
        return None
    with platform().database.transaction() as database:
        return institutions.names(database, [by.institution_id])[by.institution_id].name(language())


def _may_be_one(token: str) -> bool:
    return len(token) <= LONGEST_TOKEN
