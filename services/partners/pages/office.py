"""The directory of bodies as the office's staff see it."""

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
from shared.pages.languages import language
from shared.platform import platform

blueprint = Blueprint("office", "services.partners")
OFFICE = ("admin", "commissioner", "approver")
FILTERS = ("q", "class", "county", "on")
PER_PAGE = 25
LONGEST_SEARCH = 100


@blueprint.get("/staff/institutions")
@access.staff()
def institutions() -> ResponseReturnValue:
    asked = _asked()
    here, after = platform(), request.args.get("after")
    filters = queries.Filters(
        q=asked["q"] or None,
        institution_class=asked["class"] or None,
        county=asked["county"] or None,
        on=_day(asked["on"]),
    )
    with here.database.transaction() as session:
        found, following = queries.listed(
            session, filters, here.cursors, access.current().name, after=after, limit=PER_PAGE
        )
    chosen = {name: value for name, value in asked.items() if value}
    return render_template(
        "partners/institutions.html", institutions=found, asked=asked, language=language(), words=words,
        counties=data.county_names(), may_edit=may_edit(), chosen=chosen,
        next_href=url_for("office.institutions", **chosen, after=following) if following else None,
        first_href=url_for("office.institutions", **chosen) if after else None,
    )  # fmt: skip


@blueprint.get("/staff/institutions/<uuid:institution_id>")
@access.staff()
def institution(institution_id: UUID) -> ResponseReturnValue:
    on = _day(request.args.get("on", ""))
    with platform().database.transaction() as session:
        record = queries.record(session, institution_id, on)
        others = queries.names(session, [UUID(relation["to"]) for relation in record["relations"]])
        reach = queries.reachability(session, institution_id)
    return render_template(
        "partners/institution.html",
        institution=record,
        relations=[
            {
                **relation,
                "name": others[UUID(relation["to"])].name(language()),
                "holds": _holds(relation, on or today()),
            }
            for relation in record["relations"]
        ],
        reach=reach,
        sources={**data.source_titles(), "office": _("Zyra")},
        on=on,
        language=language(),
        words=words,
        may_edit=may_edit(),
    )


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


def _holds(relation: dict[str, str | None], today: object) -> bool:
    day = str(today)
    return (relation["valid_from"] or "") <= day <= (relation["valid_to"] or "9999-12-31")
