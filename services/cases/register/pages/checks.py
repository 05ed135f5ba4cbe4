"""Where anyone finds out whether a letter is the office's: the address that stands on every letter."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import ValidationError

from services.cases import words
from services.cases.pages.acting import today
from services.cases.register.queries import checks
from services.cases.register.queries.checks import CheckedLetter
from services.cases.register.schemas import LetterCheckQuery
from shared import access, guessing
from shared.limits import TooManyError
from shared.pages.languages import date_words
from shared.pages.waiting import wait_words
from shared.platform import platform
from shared.typed import load
from shared.words import language

blueprint = Blueprint("checks_pages", __name__)


@blueprint.route("/check")
@access.public
def letter_check() -> ResponseReturnValue:
    typed = {name: request.args.get(name, "") for name in ("number", "code", "sha256")}
    waits: dict[str, str] = {}
    try:
        said, status = _said(typed) if typed["number"] or typed["code"] else (None, 200)
    except TooManyError as error:
        said, status, waits = [wait_words(error.seconds)], 429, {"Retry-After": str(error.seconds)}
    return render_template("cases/check.html", typed=typed, said=said, found=status == 200), status, waits


def _said(typed: Mapping[str, str]) -> tuple[list[str], int]:
    """What is said of what was typed, and the status of the page. Raises `TooManyError` after a wrong code of many."""
    try:
        asked = load(LetterCheckQuery, {name: value for name, value in typed.items() if value})
    except ValidationError:
        return [_("Shkruani numrin e aktit dhe kodin, ashtu siç janë në letër.")], 422
    here = platform()
    with guessing.turn("letter_check") as turn:
        with here.database.reading() as session:
            letter = checks.check(session, here.documents, asked, today())
        if letter is None:
            turn.wrong()
    if letter is None:
        return [
            _("Zyra nuk ka lëshuar letër me këtë numër dhe këtë kod. Shihni a i keni shkruar siç janë në letër.")
        ], 404
    return _told(letter), 200


def _told(letter: CheckedLetter) -> list[str]:
    day = date_words(letter.issued_on) if letter.issued_on else ""
    told = [_("Po: një letër me këtë numër dhe këtë kod u lëshua nga zyra më %(day)s.", day=day)]
    if letter.open:
        told.append(_("Lloji i aktit: %(kind)s.", kind=words.of_pair(letter.entry, "name", language())))
        to = words.label(words.CLASSES, letter.addressee_class or "")
        told.append(_("I drejtohet: %(to)s.", to=to.lower()))
    if not letter.stands:
        told.append(_("Akti nuk qëndron më: u tërhoq ose u zëvendësua."))
    if letter.same_file is not None:
        same = _("Skedari PDF është pikërisht ai që u lëshua.")
        told.append(same if letter.same_file else _("Kujdes: skedari PDF nuk është ai që u lëshua."))
    return told
