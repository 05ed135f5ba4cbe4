"""The page of what was found; a number that only one thing bears leads there at once."""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from services.cases.incoming.pages.words import row
from services.cases.pages.acting import today
from services.cases.pages.acts import listed_row
from services.cases.pages.case_rows import case_row
from services.cases.pages.cases import WORKING
from services.cases.pages.tables import obligation_row
from services.cases.search import queries
from services.cases.search.forms import SearchForm
from services.cases.search.queries import Found, Only
from services.cases.search.schemas import SearchQuery
from services.cases.visits.pages.words import row as visit_row
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.numbers import is_written_as_number, meant
from shared.pages.lists import words_refused
from shared.platform import platform
from shared.typed import load

blueprint = Blueprint("search_pages", __name__)
BLUEPRINTS = (blueprint,)


@blueprint.route("/staff/search")
@access.staff(*WORKING)
def search() -> ResponseReturnValue:
    """What goes by the words of the box."""
    form, words = SearchForm(request.args, meta={"csrf": False}), _asked()
    if words is None:
        form.q.errors = [words_refused()]
        return render_template("cases/search.html", form=form, words="", found=None), 422
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        if only := queries.only(session, words, reading.by) if words else None:
            return redirect(_address(only))
        found = queries.found(session, here.cursors, words, reading) if words else None
    return _page(form, words, found), 200


def _asked() -> str | None:
    """The words, empty where nobody asks; None for what no person types."""
    typed = request.args.get("q", "")
    try:
        return load(SearchQuery, {"q": typed}).q if typed.strip() else ""
    except ValidationError:
        return None


def _address(only: Only) -> str:
    if only.kind == "case":
        return url_for("cases_pages.case", case_id=only.name)
    if only.kind == "act":
        return url_for("recommendations_pages.recommendation", act_id=only.name)
    if only.kind == "visit":
        return url_for("visit_pages.visit", visit_id=only.name)
    return complaints_address(only.name)


def complaints_address(words: str) -> str:
    """The same search in intake, which knows the complaints that are in no case."""
    return f"/intake/staff/complaints?{urlencode({'q': words})}"


def _page(form: SearchForm, words: str, found: Found | None) -> str:
    mistyped = is_written_as_number(words, known := queries.known_series()) and not meant(words, known)
    return render_template(
        "cases/search.html",
        form=form,
        words=words,
        found=found,
        mistyped=mistyped,
        cases=[case_row(case) for case in found.cases.items] if found else [],
        acts=[listed_row(act) for act in found.acts.items] if found else [],
        obligations=[obligation_row(view) for view in found.obligations.items] if found else [],
        visits=[visit_row(line) for line in found.visits.items] if found else [],
        incoming=[row(view) for view in found.incoming.items] if found else [],
        complaints_href=complaints_address(words),
        bodies_href=f"/partners/staff/institutions?{urlencode({'q': words})}",
        today=today(),
    )
