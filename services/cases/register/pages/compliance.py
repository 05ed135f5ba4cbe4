"""How far the recommendations are kept: by all, by each body that is named, and for the office whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.forms.refusals import with_legal
from services.cases.pages.acting import today
from services.cases.register import schemas
from services.cases.register.domain.compliance import Scope
from services.cases.register.domain.two_times import Asked
from services.cases.register.pages import compliance_cells, compliance_words, whole_words
from services.cases.register.pages.compliance_cells import Cell
from services.cases.register.queries import compliance, windows
from services.cases.register.queries.turns import Turn, turn
from services.cases.register.schemas import ReportQuery
from shared import access
from shared.pages.languages import date_words
from shared.platform import platform
from shared.rules import ContentViolation, refuse
from shared.words import language

blueprint = Blueprint("compliance_pages", __name__)

#: What the page of compliance says where nothing is counted.
NOTHING_COUNTED: dict[str, Any] = {
    "refusal": None, "intro": None, "nothing": None, "scope": None, "wider": False, "whole": False, "told": None, "body_head": None, "bodies": [], "few": [], "hides": False, "acts_href": None,
}  # fmt: skip
#: So many answers are kept, each of all bodies.
KEPT = 8
#: How many past years the pages of compliance lead to.
YEARS_BACK = 3


@blueprint.route("/public/compliance")
@access.public
def public_compliance() -> ResponseReturnValue:
    """How the recommendations are kept, by all and by each that is named."""
    asked, faults = days_asked()
    above = {"text": _("Rekomandime"), "href": url_for("register_pages.public_list")}
    heading = _("A po zbatohen rekomandimet?")
    with platform().database.transaction() as session:
        unsaid, of = compliance.known_unsaid(session, today(), public=True), turn(session, today())
    page = CompliancePage(asked, faults, "compliance_pages.public_compliance", heading, above, unsaid)
    return page.show(lambda: _kept_of_all(of, language(), asked))


@lru_cache(maxsize=KEPT)
def _kept_of_all(of: Turn, spoken: str, asked: ReportQuery) -> dict[str, Any]:
    """`_of_all` for anyone, in the language that is `spoken`."""
    del spoken
    with platform().database.transaction() as session:
        return _of_all(compliance.public_report(session, of.today, asked), asked)


@blueprint.route("/staff/compliance")
@access.staff(*schemas.COUNTING)
def staff_compliance() -> ResponseReturnValue:
    """The same for the office, of every act that counts."""
    asked, faults = days_asked()
    above = {"text": _("Kreu"), "href": url_for("home.home")}
    heading, by, scope = _("A po zbatohen rekomandimet?"), access.current(), compliance_words.WHOLE
    with platform().database.transaction() as session:
        unsaid = compliance.known_unsaid(session, today(), public=False)
        page = CompliancePage(asked, faults, "compliance_pages.staff_compliance", heading, above, unsaid)
        return page.show(lambda: _of_all(compliance.report(session, today(), asked, by), asked, scope))


@blueprint.route("/public/institutions/<uuid:institution_id>")
@access.public
def institution_compliance(institution_id: UUID) -> ResponseReturnValue:
    """How one body keeps those that anyone may read."""
    asked, faults = days_asked()
    above = {
        "text": _("Zbatimi"),
        "href": url_for("compliance_pages.public_compliance", on=asked.on, known=asked.known),
    }
    with platform().database.transaction() as session:
        name = compliance.named(session, institution_id).name(language())
        unsaid = windows.public_days().last_before(today())
        page = CompliancePage(
            asked, faults, "compliance_pages.institution_compliance", name, above, unsaid, institution_id
        )
        return page.show(lambda: _of_one(session, institution_id, asked))


@dataclass(frozen=True)
class CompliancePage:
    """The page of the figures of all or of one body; `faults`: why the days of the address are none; `above`: where its first crumb leads; `known_unsaid`: as
    `compliance.known_unsaid`.
    """

    asked: ReportQuery
    faults: tuple[ContentViolation, ...]
    endpoint: str
    heading: str
    above: dict[str, str]
    known_unsaid: date | None
    institution_id: UUID | None = None

    def show(self, count: Callable[[], dict[str, Any]]) -> ResponseReturnValue:
        """With what was counted, or with the sentence that refuses to count it."""
        try:
            refuse(self.faults)
            counted, status = count(), 200
        except ContentViolation as error:
            counted, status = {"refusal": with_legal(error)}, 422
        body = render_template(
            "cases/public_compliance.html",
            heading=self.heading,
            crumbs=[self.above, {"text": self.heading if self.institution_id else _("Zbatimi")}],
            address=self._address(),
            least=data.small_number(),
            asked=self.asked,
            known_hint=compliance_words.known_hint(self.known_unsaid, today()),
            past_days=self._past_days(),
            **NOTHING_COUNTED | counted,
        )
        return body, status

    def _address(self, on: date | None = None) -> str:
        return url_for(self.endpoint, institution_id=self.institution_id, on=on)

    def _past_days(self) -> list[dict[str, str]]:
        """The same page of the ends of the last years, and of today."""
        ends = [date(today().year - back, 12, 31) for back in range(1, YEARS_BACK + 1)]
        earlier = [{"text": date_words(day), "href": self._address(day)} for day in ends]
        return [{"text": _("sot"), "href": self._address()}, *earlier]


def _of_all(found: compliance.Report, asked: ReportQuery, scope: str | None = None) -> dict[str, Any]:
    blank = [one for one in found.each if compliance_cells.is_blank(one.figures)]
    named = [one for one in found.each if one not in blank]
    told, rows = compliance_words.told(found.together), _body_rows(named, asked)
    hides = any(compliance_cells.hides(one.figures) for one in named)
    if found.shown is not None:
        told = whole_words.marked(told, compliance_words.told(found.shown.together))
        shown = {one.body.id: one for one in found.shown.each}
        rows = whole_words.marked_rows(rows, _body_rows([shown[one.body.id] for one in named], asked))
        hides = any(compliance_cells.hides(one.figures) for one in found.shown.each)
    return {
        "intro": _as_it_stood(found.asked, found.unread_as_of),
        "nothing": compliance_words.nothing_counted(found.asked, found.scope, today()),
        "scope": scope or compliance_words.SCOPES[found.scope],
        "wider": found.scope is Scope.ALL,
        "whole": found.shown is not None,
        "told": told,
        "body_head": compliance_words.body_head(),
        "bodies": rows,
        "few": [compliance_words.body_link(one, _figures_of(one.body.id, asked)) for one in blank],
        "hides": hides,
    }


def _body_rows(each: Iterable[compliance.BodyFigures], asked: ReportQuery) -> list[list[Cell]]:
    return [compliance_words.body_row(one, _figures_of(one.body.id, asked)) for one in each]


def _of_one(session: Session, institution_id: UUID, asked: ReportQuery) -> dict[str, Any]:
    days = compliance.public_day(asked.on, asked.known, today())
    told = compliance_words.told(compliance.of_body(session, institution_id, days, today()).figures)
    acts = url_for("register_pages.public_list", institution=institution_id)
    nothing = compliance_words.nothing_counted(days, Scope.REGISTER, today())
    return {"intro": _as_it_stood(days), "nothing": nothing, "told": told, "acts_href": acts, "hides": told.hides}


def days_asked() -> tuple[ReportQuery, tuple[ContentViolation, ...]]:
    """The two days out of the address; where one is none, neither, and why."""
    try:
        return ReportQuery(on=_a_day("on"), known=_a_day("known")), ()
    except ContentViolation as fault:
        return ReportQuery(), (fault,)


def _a_day(name: str) -> date | None:
    text = request.args.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ContentViolation("no such day", code="compliance.no_such_day", field=name) from error


def _figures_of(institution_id: UUID, asked: ReportQuery) -> str:
    return url_for(
        "compliance_pages.institution_compliance", institution_id=institution_id, on=asked.on, known=asked.known
    )


def _as_it_stood(asked: Asked, unread_as_of: date | None = None) -> str:
    if unread_as_of is not None:
        return _(
            "Numrat janë të sotshëm, %(day)s; aktet që publiku nuk mund t'i lexojë numërohen siç qëndronin, dhe siç dihej, në fund të ditës %(end)s.",
            day=date_words(asked.on),
            end=date_words(unread_as_of),
        )
    if asked.on == today():
        return _("Numrat janë të sotshëm, %(day)s.", day=date_words(asked.on))
    return _(
        "Gjendja në fund të ditës %(day)s, siç dihej më %(known)s.",
        day=date_words(asked.on),
        known=date_words(asked.known),
    )
