"""Printed copies at a desk, and for anybody where they were given out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.notifications.library import forms, words
from services.notifications.library.actions import copies as actions
from services.notifications.library.pages.desk import LIBRARIANS
from services.notifications.library.queries import copies, desk
from services.notifications.library.schemas import HandoutBody, OrderBody
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm, SelectChoice
from shared.platform import platform
from shared.row_files import csv_file
from shared.rules import ContentViolation, NotFound, RuleViolation
from shared.words import language

blueprint = Blueprint("library_copies", __name__)


@blueprint.get("/staff/library/<uuid:publication_id>/copies")
@access.staff(*LIBRARIANS)
def of_publication(publication_id: UUID) -> ResponseReturnValue:
    return _page(publication_id), 200


@blueprint.post("/staff/library/<uuid:publication_id>/orders")
@access.staff(*LIBRARIANS)
def order(publication_id: UUID) -> ResponseReturnValue:
    made = _forms(publication_id)
    form, by, now = made["order"], access.current(), utc_now()

    def work(session: Session) -> object:
        number, said = form.what.data.split(":")
        wanted = OrderBody(version=int(number), language=said, copies=form.copies.data, ordered_on=form.ordered_on.data)
        return actions.order(by, session, publication_id, wanted, now=now)

    return _press(publication_id, form, work, _("Porosia u shënua."))


@blueprint.post("/staff/library/<uuid:publication_id>/receipts")
@access.staff(*LIBRARIANS)
def receive(publication_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.ReceiptForm(prefix="receipt-"), access.current(), utc_now()

    def work(session: Session) -> object:
        return actions.receive(by, session, publication_id, _an_id(form.order.data), form.received_on.data, now=now)

    return _press(publication_id, form, work, _("U shënua që erdhën."))


@blueprint.post("/staff/library/<uuid:publication_id>/handouts")
@access.staff(*LIBRARIANS)
def hand_out(publication_id: UUID) -> ResponseReturnValue:
    made = _forms(publication_id)
    form, by, now = made["handout"], access.current(), utc_now()

    def work(session: Session) -> object:
        number, said = form.what.data.split(":")
        wanted = HandoutBody(
            version=int(number), language=said, municipality=form.municipality.data,
            copies=form.copies.data, given_on=form.given_on.data,
        )  # fmt: skip
        return actions.hand_out(by, session, publication_id, wanted, now=now)

    return _press(publication_id, form, work, _("Ndarja u shënua."))


@blueprint.get("/publications/distribution")
@access.public
def distribution() -> str:
    with platform().database.reading() as session:
        found = copies.distribution(session)
    page: str = render_template("notifications/library_distribution.html", found=found)
    return page


@blueprint.get("/publications/distribution.csv")
@access.public
def distribution_csv() -> Response:
    with platform().database.reading() as session:
        found = copies.distribution(session)
    head = ("municipality", "name_sq", "name_en", "county", "copies")
    rows = [(one.key, one.name_sq, one.name_en, one.county or "", one.copies) for one in found.places]
    return csv_file([head, *rows], "distribution.csv")


def _an_id(typed: str | None) -> UUID:
    try:
        return UUID(typed or "")
    except ValueError as error:
        raise NotFound from error


def _forms(publication_id: UUID, failing: BesaForm | None = None, *, fresh: bool = False) -> dict[str, Any]:
    """By name; the failing one as it is, and each of the others new."""
    with platform().database.reading() as session:
        versions = desk.versions(session, publication_id)
        offered = {
            f"{one.number}:{file.language}": _("versioni %(number)s", number=one.number)
            + f", {words.LANGUAGES[file.language]}"
            for one in versions
            if one.state == "approved"
            for file in one.files
        }
        places = [SelectChoice(one.key, one.name(language())) for one in copies.municipalities(session)]
    what = [SelectChoice(key, word) for key, word in offered.items()]
    more: dict[str, Any] = {"formdata": None} if fresh else {}
    made: dict[str, BesaForm] = {
        "order": forms.OrderForm(what, prefix="order-", **more),
        "receipt": forms.ReceiptForm(prefix="receipt-", **more),
        "handout": forms.HandoutForm(what, places, prefix="handout-", **more),
    }
    return {name: failing if isinstance(failing, type(one)) else one for name, one in made.items()}


def _press(publication_id: UUID, form: BesaForm, work: Callable[[Session], object], said: str) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(publication_id, form), 422
    try:
        platform().database.run(work)
    except ContentViolation as error:
        form["what" if error.field == "language" else error.field].errors = [forms.sentence(error.code)]
        return _page(publication_id, form), 422
    except RuleViolation as error:
        form.form_errors.extend(forms.sentence(one.code) for one in error.all)
        return _page(publication_id, form), 409
    flash(said, "success")
    return redirect(url_for("library_copies.of_publication", publication_id=publication_id), 303)


def _page(publication_id: UUID, failing: BesaForm | None = None) -> str:
    with platform().database.reading() as session:
        found = copies.of_publication(session, publication_id)
        title = desk.versions(session, publication_id)[0].text(language()).title
    page: str = render_template(
        "notifications/library_copies.html",
        found=found, title=title, publication_id=publication_id, failing=failing, words=words,
        forms=_forms(publication_id, failing, fresh=True),
    )  # fmt: skip
    return page
