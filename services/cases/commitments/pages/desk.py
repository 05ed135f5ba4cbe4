"""Commitments at a desk: the figures and the list, and entering or correcting one."""

from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.commitments.actions import register
from services.cases.commitments.domain.items import CLASSES, Said
from services.cases.commitments.forms import CommitmentForm
from services.cases.commitments.lists import CommitmentListing
from services.cases.commitments.pages import words as shown
from services.cases.commitments.queries import commitments as queries
from services.cases.commitments.queries import figures, rows
from services.cases.commitments.queries.commitments import LEADERS, READERS, WORKERS, WRITERS
from services.cases.commitments.schemas.commitments import AsOfQuery
from services.cases.gaps.pages.words import article_names
from services.cases.pages import picking
from services.cases.pages.acting import done, see, today
from services.cases.queries.situations import institutions
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform

blueprint = Blueprint("commitment_pages", __name__)


@blueprint.route("/staff/commitments")
@access.staff(*READERS)
def commitment_list() -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(CommitmentListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = asked.listing and queries.commitments(session, here.cursors, asked.listing, reading)
        told = {
            "figures": figures.figures(session, AsOfQuery(), reading.by, today()),
            "waiting": queries.waiting(session),
        }
    rows = [shown.row(one, href(one.id)) for one in page.items] if page else []
    told |= {"commitments": rows, "may": {name for name, roles in _MAY.items() if reading.by.roles & set(roles)}}
    return render_template("cases/commitment_list.html", asked=asked, page=page, shown=shown, **told), asked.status


#: What leads on from the list, and for whom.
_MAY = {"write": WRITERS, "import": LEADERS, "origins": WORKERS}


@blueprint.route("/staff/commitments/new", methods=["GET", "POST"])
@access.staff(*WRITERS)
def new_commitment() -> ResponseReturnValue:
    form = CommitmentForm(articles=article_names())
    return _filled_in(form, None, url_for("commitment_pages.commitment_list"))


@blueprint.route("/staff/commitments/<uuid:commitment_id>/edit", methods=["GET", "POST"])
@access.staff(*WRITERS)
def edit_commitment(commitment_id: UUID) -> ResponseReturnValue:
    """How it reads; document, day and item stay as they are."""
    with platform().database.reading() as session:
        known = rows.row_of(session, commitment_id)
        form = _form_of(session, known)
    return _filled_in(form, known, href(commitment_id))


def href(commitment_id: UUID) -> str:
    return url_for("one_commitment_pages.commitment", commitment_id=commitment_id)


def _form_of(session: Session, known: Said) -> CommitmentForm:
    bodies = queries.bodies_of(session, known.bodies).values()
    shown_first = {
        **vars(known),
        "rights": ", ".join(known.rights),
        "classes": [one for one in known.bodies if one in CLASSES],
        "bodies": [{"institution_id": str(one.id)} for one in bodies],
    }
    form = CommitmentForm(articles=article_names(), data=shown_first)
    for name in ("issuer", "number", "issued_on", "item"):
        form[name].data = getattr(known, name)
    return form


def _filled_in(form: CommitmentForm, known: Said | None, back: str) -> ResponseReturnValue:
    pressed, status = (request.form.get("do", "save") if request.method == "POST" else "look"), 200
    if pressed != "save":
        picking.press(form, pressed, "bodies")
    elif form.validate():
        by, documents, now = access.current(), platform().documents, utc_now()
        kept, status = done(
            form,
            lambda session: register.enter(
                by, session, documents, _said(session, form, known), new=known is None, now=now
            ),
        )
        if kept is not None:
            flash(_("U ruajt."), "success")
            return see(href(kept))
    else:
        status = 422
    with platform().database.reading() as session:
        found, names = picking.look(session, form, form.bodies)
    page = render_template(
        "cases/commitment_form.html", form=form, known=known, back=back, found=found, articles=form.articles, **names
    )
    return page, status


def _said(session: Session, form: CommitmentForm, known: Said | None) -> Said:
    chosen = institutions(session, picking.chosen(form.bodies))
    return Said(
        issuer=known.issuer if known else form.issuer.data,
        number=known.number if known else form.number.data or "",
        title=form.title.data or "",
        issued_on=known.issued_on if known else form.issued_on.data,
        address=form.address.data or None,
        item=known.item if known else form.item.data or "",
        paragraph=form.paragraph.data or None,
        text_sq=form.text_sq.data or "",
        text_en=form.text_en.data or "",
        rights=tuple(form.codes()),
        bodies=(*(form.classes.data or ()), *sorted(one.key for one in chosen.values())),
        due=form.due.data,
    )
