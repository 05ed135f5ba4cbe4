"""The directory of bodies as the office's staff see it."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners import data, domain
from services.partners.forms import words
from services.partners.queries import institutions as queries
from shared import access
from shared.pages.languages import language
from shared.platform import platform

blueprint = Blueprint("office", "services.partners")
PER_PAGE = 25
LONGEST_SEARCH = 100


@blueprint.get("/staff/institutions")
@access.staff()
def institutions() -> ResponseReturnValue:
    words_sought = request.args.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    here = platform()
    with here.database.transaction() as session:
        found, following = queries.listed(
            session,
            queries.Filters(q=words_sought or None),
            here.cursors,
            access.current().name,
            after=request.args.get("after"),
            limit=PER_PAGE,
        )
    return render_template(
        "partners/institutions.html",
        institutions=found,
        q=words_sought,
        language=language(),
        words=words,
        next_href=url_for("office.institutions", q=words_sought, after=following) if following else None,
        first_href=url_for("office.institutions", q=words_sought) if request.args.get("after") else None,
    )


@blueprint.get("/staff/institutions/<uuid:institution_id>")
@access.staff()
def institution(institution_id: UUID) -> ResponseReturnValue:
    today = domain.local_date(datetime.now(UTC))
    with platform().database.transaction() as session:
        record = queries.record(session, institution_id)
        others = queries.names(session, [UUID(relation["to"]) for relation in record["relations"]])
        reach = queries.reachability(session, institution_id)
    return render_template(
        "partners/institution.html",
        institution=record,
        relations=[
            {**relation, "name": others[UUID(relation["to"])].name(language()), "holds": _holds(relation, today)}
            for relation in record["relations"]
        ],
        reach=reach,
        sources={**data.source_titles(), "office": _("Zyra")},
        language=language(),
        words=words,
    )


def _holds(relation: dict[str, str | None], today: object) -> bool:
    day = str(today)
    return (relation["valid_from"] or "") <= day <= (relation["valid_to"] or "9999-12-31")
