"""The directory of bodies as the office's staff see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners import data, domain
from services.partners.forms import words
from services.partners.queries import institutions as queries
from shared import access
from shared.clock import utc_now
from shared.events.documents.partners import RelationRecord
from shared.pages.languages import language
from shared.platform import platform

blueprint = Blueprint("office", "services.partners")
OFFICE = ("admin", "commissioner", "approver")
FILTERS = ("q", "class", "county", "on")
PER_PAGE = 25
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class RelationRow:
    """A relation as the page of a body shows it: with the other's name, and whether it holds on the day that is looked at."""

    relation: RelationRecord
    name: str
    holds: bool


@blueprint.get("/staff/institutions")
@access.staff()
def institutions() -> ResponseReturnValue:
    here, asked, after, reader = platform(), _asked(), request.args.get("after"), access.current().name
    with here.database.transaction() as session:
        found, following = queries.listed(session, _filters(asked), here.cursors, reader, after=after, limit=PER_PAGE)
    chosen = {name: value for name, value in asked.items() if value}
    return render_template(
        "partners/institutions.html", institutions=found, asked=asked, chosen=chosen, **_frame(),
        next_href=url_for("office.institutions", **chosen, after=following) if following else None,
        first_href=url_for("office.institutions", **chosen) if after else None,
    )  # fmt: skip


@blueprint.get("/staff/institutions/<uuid:institution_id>")
@access.staff()
def institution(institution_id: UUID) -> ResponseReturnValue:
    on = _day(request.args.get("on", ""))
    with platform().database.transaction() as session:
        record = queries.record(session, institution_id, on)
        others = queries.names(session, [relation.to for relation in record.relations])
        reach = queries.reachability(session, institution_id)
    relations = [
        RelationRow(one, others[one.to].name(language()), one.holds(on or today())) for one in record.relations
    ]
    return render_template(
        "partners/institution.html", institution=record, relations=relations, reach=reach, on=on, source=_source,
        **_frame(),
    )  # fmt: skip


def may_edit() -> bool:
    """Whether the reader also gets the buttons that change the directory."""
    return bool(access.current().roles & set(OFFICE))


def today() -> date:
    return domain.local_date(utc_now())


def _asked() -> dict[str, str]:
    """The filters as they were sent, as far as they are ones."""
    sent = {name: request.args.get(name, "").replace("\x00", "")[:LONGEST_SEARCH].strip() for name in FILTERS}
    known: dict[str, Any] = {"class": domain.CLASSES, "county": data.county_names()}
    asked = {name: value if name not in known or value in known[name] else "" for name, value in sent.items()}
    return {**asked, "on": asked["on"] if _day(asked["on"]) else ""}


def _day(text: str) -> date | None:
    """A day as the browser's field sends it; anything else is none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2099 else None


def _filters(asked: dict[str, str]) -> queries.Filters:
    given = {name: asked[name] or None for name in ("q", "county")}
    return queries.Filters(institution_class=asked["class"] or None, on=_day(asked["on"]), **given)


def _frame() -> dict[str, Any]:
    """What both pages of the directory need besides their facts."""
    shown = language()
    return {"language": shown, "words": words, "counties": data.county_names(shown), "may_edit": may_edit()}


def _source(key: str) -> dict[str, str | None]:
    """A cell with the source's name, which leads to it if it can be read; words that are no key are shown as they are."""
    if key == "office":
        return {"text": _("Zyra"), "href": None}
    known = data.sources().get(key, data.Source(key, None))
    return {"text": known.title, "href": known.address}
