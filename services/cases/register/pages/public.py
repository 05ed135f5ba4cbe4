"""What anyone may see: the register of published acts with their state at each body, and how far they were kept."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases import words
from services.cases.pages.acting import a_past_day, an_id, today
from services.cases.pages.tables import by_item
from services.cases.register.pages import compliance_words, state_words
from services.cases.register.queries import acts as public
from services.cases.register.queries import compliance, past
from services.cases.register.queries.compliance import Asked
from shared import access, numbers
from shared.directory import KnownInstitution
from shared.pages.languages import date_words, language
from shared.platform import platform
from shared.rules import NotFound

blueprint = Blueprint("register_pages", __name__)
#: How many past years the pages of compliance lead to.
YEARS_BACK = 3


@blueprint.route("/public")
@access.public
def public_list() -> ResponseReturnValue:
    after, institution = request.args.get("after"), an_id(request.args.get("institution"))
    with platform().database.transaction() as session:
        page = public.page_of(session, platform().cursors, institution=institution, after=after, today=today())
        only = session.get(KnownInstitution, institution) if institution else None
    kept = {"institution": institution}
    return render_template(
        "cases/public_list.html",
        only=only.name(language()) if only else None,
        acts=[_line(one) for one in page.items],
        next_href=url_for("register_pages.public_list", after=page.next, **kept) if page.next else None,
        first_href=url_for("register_pages.public_list", **kept) if after else None,
    )


@blueprint.route("/public/recommendations/<number>")
@access.public
def public_recommendation(number: str) -> ResponseReturnValue:
    if not numbers.is_valid(number):
        raise NotFound
    with platform().database.transaction() as session:
        found = public.read(session, number, today())
    act = found.act
    return render_template(
        "cases/public_recommendation.html",
        act={
            "number": act.number,
            "title": _title(found),
            "kind": _kind(found),
            "mark": _mark(act),
            "withheld": found.withheld,
            "grounds": found.grounds,
        },
        facts=[
            {"key": _("Lëshuar më"), "value": date_words(act.issued_on)},
            {"key": _("Baza ligjore"), "value": words.of_pair(found.entry, "legal_basis", language())},
            {"key": _("Institucionet"), "value": _bodies(found)},
        ],
        items=_items(found),
    )


@blueprint.route("/public/compliance")
@access.public
def public_compliance() -> ResponseReturnValue:
    day = a_past_day(request.args.get("on"))
    with platform().database.transaction() as session:
        figures, each = compliance.report(session, today(), Asked(on=day))
    return render_template(
        "cases/public_compliance.html",
        heading=_("A po zbatohen rekomandimet?"),
        intro=_as_it_stood(day) or _("Numrat janë të sotshëm, %(day)s.", day=date_words(today())),
        crumbs=[{"text": _("Rekomandime"), "href": url_for("register_pages.public_list")}, {"text": _("Zbatimi")}],
        body_head=compliance_words.body_head(),
        bodies=[
            compliance_words.body_row(
                one.body.name(language()),
                url_for("register_pages.institution_compliance", institution_id=one.body.id, on=day),
                one.figures,
            )
            for one in each
        ],
        acts_href=None,
        past_days=_past_days("register_pages.public_compliance"),
        **compliance_words.page(figures),
    )


@blueprint.route("/public/institutions/<uuid:institution_id>")
@access.public
def institution_compliance(institution_id: UUID) -> ResponseReturnValue:
    day = a_past_day(request.args.get("on"))
    with platform().database.transaction() as session:
        body = session.get(KnownInstitution, institution_id)
        if body is None:
            raise NotFound
        figures = past.figures_on(session, body.id, day) if day else compliance.of(session, today(), institution_id)
    zbatimi = {"text": _("Zbatimi"), "href": url_for("register_pages.public_compliance", on=day)}
    return render_template(
        "cases/public_compliance.html",
        heading=body.name(language()),
        intro=_as_it_stood(day)
        or _("Si i ka zbatuar ky institucion rekomandimet, deri më %(day)s.", day=date_words(today())),
        crumbs=[zbatimi, {"text": body.name(language())}],
        body_head=[],
        bodies=[],
        acts_href=url_for("register_pages.public_list", institution=institution_id),
        past_days=_past_days("register_pages.institution_compliance", institution_id=institution_id),
        **compliance_words.page(figures),
    )


def _as_it_stood(day: date | None) -> str | None:
    return _("Gjendja në fund të ditës %(day)s.", day=date_words(day)) if day else None


def _past_days(endpoint: str, **kept: UUID) -> list[dict[str, str]]:
    """The same page of the ends of the last years, and of today."""
    ends = [date(today().year - back, 12, 31) for back in range(1, YEARS_BACK + 1)]
    earlier = [{"text": date_words(day), "href": url_for(endpoint, on=day.isoformat(), **kept)} for day in ends]
    return [{"text": _("sot"), "href": url_for(endpoint, **kept)}, *earlier]


def _line(found: Any) -> dict[str, Any]:
    act = found.act
    if _mark(act):
        states = [{"word": act.status, "label": words.label(words.ACT_STATUSES, act.status)}]
    else:
        states = state_words.counted(found.obligations, today())
    return {
        "number": act.number,
        "title": _title(found),
        "bodies": _bodies(found),
        "states": states,
        "issued_on": act.issued_on,
    }


def _items(found: Any) -> list[dict[str, Any]]:
    """Each item, with a row per body that owes it; an act that nobody has to answer has items all the same."""
    owed = {entry.id: entry.rows for entry in by_item(found.obligations)}
    return [{"text": found.text_of(item), "due": item.due, "rows": owed.get(item.id, [])} for item in found.items]


def _bodies(found: Any) -> str:
    return ", ".join(one.name(language()) for one in found.addressees) or "–"


def _title(found: Any) -> str:
    """Where the words stay back, the name of the kind in the reader's language."""
    return _kind(found) if found.withheld else str(found.title)


def _kind(found: Any) -> str:
    return words.of_pair(found.entry, "name", language())


def _mark(act: Any) -> str | None:
    """What a reader must know first: an act that no longer stands stays in the register, marked."""
    if act.status == "withdrawn":
        return _("Ky akt është tërhequr. Mbetet këtu që të dihet se ka ekzistuar.")
    if act.status == "superseded":
        return _("Ky akt është zëvendësuar nga një tjetër.")
    return None
