"""What anyone may see: the register of published acts with their state at each body, and how far they were kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases import words
from services.cases.models import Recommendation
from services.cases.pages.acting import a_past_day, today
from services.cases.pages.tables import by_item
from services.cases.register.lists import PublicActListing
from services.cases.register.pages import compliance_words, state_words
from services.cases.register.pages.state_words import State
from services.cases.register.queries import acts as queries
from services.cases.register.queries import compliance
from services.cases.register.queries.acts import PublicAct
from services.cases.register.schemas import ReportQuery
from shared import access, numbers
from shared.clock import utc_now
from shared.directory import KnownInstitution
from shared.lists import anyone
from shared.pages import lists
from shared.pages.languages import date_words
from shared.platform import platform
from shared.rules import NotFound
from shared.words import language

blueprint = Blueprint("register_pages", __name__)

#: How many past years the pages of compliance lead to.
YEARS_BACK = 3


@blueprint.route("/public")
@access.public
def public_list() -> ResponseReturnValue:
    """The register; by a link, what was asked of one body."""
    here, asked = platform(), lists.asked(PublicActListing)
    institution = asked.listing.institution if asked.listing else None
    with here.database.transaction() as session:
        page = asked.listing and queries.published(session, here.cursors, asked.listing, anyone(utc_now()))
        only = session.get(KnownInstitution, institution) if institution else None
    body = render_template(
        "cases/public_list.html",
        asked=asked,
        page=page,
        only=only.name(language()) if only else None,
        acts=[_line(one) for one in page.items] if page else [],
    )
    return body, asked.status


@blueprint.route("/public/recommendations/<number>")
@access.public
def public_recommendation(number: str) -> ResponseReturnValue:
    if not numbers.is_valid(number):
        raise NotFound
    with platform().database.transaction() as session:
        public = queries.read(session, number, today())
    return render_template(
        "cases/public_recommendation.html",
        act=_line(public),
        kind=_kind(public),
        mark=_mark(public.act),
        withheld=_withheld(public),
        grounds=public.grounds,
        legal_basis=words.of_pair(public.entry, "legal_basis", language()),
        items=_items(public),
    )


@blueprint.route("/public/compliance")
@access.public
def public_compliance() -> ResponseReturnValue:
    day = a_past_day(request.args.get("on"))
    with platform().database.transaction() as session:
        figures, each = compliance.report(session, today(), ReportQuery(on=day))
    return render_template(
        "cases/public_compliance.html",
        heading=_("A po zbatohen rekomandimet?"),
        intro=_as_it_stood(day) or _("Numrat janë të sotshëm, %(day)s.", day=date_words(today())),
        crumbs=[{"text": _("Rekomandime"), "href": url_for("register_pages.public_list")}, {"text": _("Zbatimi")}],
        body_head=compliance_words.body_head(),
        acts_href=None,
        bodies=[compliance_words.body_row(one, _figures_of(one.body.id, day)) for one in each],
        past_days=_past_days("register_pages.public_compliance"),
        told=compliance_words.told(figures),
    )


@blueprint.route("/public/institutions/<uuid:institution_id>")
@access.public
def institution_compliance(institution_id: UUID) -> ResponseReturnValue:
    day = a_past_day(request.args.get("on"))
    with platform().database.transaction() as session:
        of_body = compliance.of_body(session, institution_id, today(), day)
    name, until = of_body.body.name(language()), date_words(today())
    return render_template(
        "cases/public_compliance.html",
        heading=name,
        intro=_as_it_stood(day) or _("Si i ka zbatuar ky institucion rekomandimet, deri më %(day)s.", day=until),
        crumbs=[{"text": _("Zbatimi"), "href": url_for("register_pages.public_compliance", on=day)}, {"text": name}],
        bodies=[],
        acts_href=url_for("register_pages.public_list", institution=institution_id),
        past_days=_past_days("register_pages.institution_compliance", institution_id=institution_id),
        told=compliance_words.told(of_body.figures),
    )


def _figures_of(institution_id: UUID, day: date | None) -> str:
    return url_for("register_pages.institution_compliance", institution_id=institution_id, on=day)


def _as_it_stood(day: date | None) -> str | None:
    return _("Gjendja në fund të ditës %(day)s.", day=date_words(day)) if day else None


def _past_days(endpoint: str, **kept: Any) -> list[dict[str, str]]:
    """The same page of the ends of the last years, and of today."""
    ends = [date(today().year - back, 12, 31) for back in range(1, YEARS_BACK + 1)]
    earlier = [{"text": date_words(day), "href": url_for(endpoint, on=day.isoformat(), **kept)} for day in ends]
    return [{"text": _("sot"), "href": url_for(endpoint, **kept)}, *earlier]


@dataclass(frozen=True)
class ActLine:
    """An act in the register: `title` in the reader's language where its words stay back, `states` at the bodies."""

    number: str | None
    title: str
    bodies: str
    states: Sequence[State]
    issued_on: date | None


@dataclass(frozen=True)
class ItemRows:
    """One item, with a row per body that owes it; an act that nobody has to answer has items all the same."""

    text: str
    due: date | None
    rows: Sequence[Any]


def _line(public: PublicAct) -> ActLine:
    act = public.act
    states = (
        [State(act.status, words.label(words.ACT_STATUSES, act.status))]
        if _mark(act)
        else state_words.counted(public.obligations)
    )
    return ActLine(
        number=act.number,
        title=_kind(public) if public.withheld else public.title,
        bodies=", ".join(one.name(language()) for one in public.addressees) or "–",
        states=states,
        issued_on=act.issued_on,
    )


def _items(public: PublicAct) -> list[ItemRows]:
    rows = {entry.id: entry.rows for entry in by_item(public.obligations)}
    return [ItemRows(public.text_of(item), item.due, rows.get(item.id, [])) for item in public.items]


def _withheld(public: PublicAct) -> str | None:
    """Why there are no words to read."""
    if not public.withheld:
        return None
    if public.entry["open_data_excludes"]:
        return _("Fjalët e këtij akti nuk publikohen, sepse flasin për një funksionar të caktuar.")
    return _("Teksti për publikun nuk është miratuar ende.")


def _kind(public: PublicAct) -> str:
    return words.of_pair(public.entry, "name", language())


def _mark(act: Recommendation) -> str | None:
    """What a reader must know first: an act that no longer stands stays in the register, marked."""
    if act.status == "withdrawn":
        return _("Ky akt është tërhequr. Mbetet këtu që të dihet se ka ekzistuar.")
    if act.status == "superseded":
        return _("Ky akt është zëvendësuar nga një tjetër.")
    return None
