"""The directory of bodies as the office's staff see it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners import data, domain
from services.partners.forms import directory_words, words
from services.partners.lists import InstitutionListing
from services.partners.queries import institutions as queries
from services.partners.words import CLASSES
from shared import access
from shared.clock import utc_now
from shared.events.documents.partners import RelationRecord
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("office", "services.partners")
OFFICE = ("admin", "commissioner", "approver")
PER_PAGE = 25


@dataclass(frozen=True)
class RelationRow:
    """A relation as the page of a body shows it: with the other's name, and whether it holds on the day that is looked at."""

    relation: RelationRecord
    name: str
    holds: bool


@blueprint.get("/staff/institutions")
@access.staff()
def institutions() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(InstitutionListing, limit=PER_PAGE)
    reading = Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        page = queries.institutions(session, here.cursors, asked.listing, reading) if asked.listing else None
    on = asked.listing.on if asked.listing else None
    return render_template("partners/institutions.html", page=page, asked=asked, on=on, **_frame()), asked.status


@blueprint.get("/staff/institutions/<uuid:institution_id>")
@access.staff()
def institution(institution_id: UUID) -> ResponseReturnValue:
    on = _day(request.args.get("on", ""))
    with platform().database.transaction() as session:
        record = queries.record(session, institution_id, on)
        others = queries.names(session, [relation.to for relation in record.relations])
        reach = queries.reachability(session, access.current(), institution_id)
        visits = queries.visits(session, access.current(), institution_id)
    relations = [
        RelationRow(one, others[one.to].name(language()), one.holds(on or today())) for one in record.relations
    ]
    return render_template(
        "partners/institution.html", institution=record, relations=relations, reach=reach, on=on, source=_source,
        visits=visits, **_frame(),
    )  # fmt: skip


def may_edit() -> bool:
    """Whether the reader also gets the buttons that change the directory."""
    return bool(access.current().roles & set(OFFICE))


def today() -> date:
    return domain.local_date(utc_now())


def _day(text: str) -> date | None:
    """A day as the browser's field sends it; anything else is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2099 else None


def _frame() -> dict[str, object]:
    """What both pages of the directory need besides their facts."""
    shown = language()
    return {
        "language": shown,
        "words": words,
        "classes": CLASSES,
        "counties": data.county_names(shown),
        "may_edit": may_edit(),
        "by_link": directory_words.BY_LINK_SHOWN,
    }


def _source(key: str) -> dict[str, str | None]:
    """A cell with the source's name, which leads to it if it can be read; words that are no key are shown as they are."""
    if key == "office":
        return {"text": _("Zyra"), "href": None}
    known = data.sources().get(key, data.Source(key, None))
    return {"text": known.title, "href": known.address}
