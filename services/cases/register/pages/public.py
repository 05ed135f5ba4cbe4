"""What anyone may see: the register of published acts with their state at each body, and how far they were kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import data, words
from services.cases.data.taxonomy import cluster_names
from services.cases.domain.bodies import Role
from services.cases.domain.standing import State as Standing
from services.cases.forms.refusals import with_legal
from services.cases.models import ActAddressee, Recommendation
from services.cases.pages.acting import today
from services.cases.pages.tables import by_item
from services.cases.register import schemas
from services.cases.register.domain.compliance import Scope
from services.cases.register.domain.two_times import Asked
from services.cases.register.lists import PublicActListing
from services.cases.register.pages import compliance_cells, compliance_words, state_words, whole_words
from services.cases.register.pages.compliance_cells import Cell
from services.cases.register.pages.feeds import feed_of
from services.cases.register.pages.state_words import State
from services.cases.register.queries import acts as queries
from services.cases.register.queries import compliance, windows
from services.cases.register.queries.acts import PublicAct
from services.cases.register.schemas import ReportQuery
from shared import access, numbers
from shared.afterwards import sentence
from shared.clock import utc_now
from shared.directory import KnownInstitution
from shared.lists import anyone
from shared.pages import lists
from shared.pages.languages import date_words
from shared.pagination import Page
from shared.platform import platform
from shared.rules import ContentViolation, NotFound, refuse
from shared.words import language

blueprint = Blueprint("register_pages", __name__)

#: What the page of compliance says where nothing is counted.
NOTHING_COUNTED: dict[str, Any] = {
    "refusal": None, "intro": None, "nothing": None, "scope": None, "wider": False, "whole": False, "told": None, "body_head": None, "bodies": [], "few": [], "hides": False, "acts_href": None,
}  # fmt: skip
#: How many past years the pages of compliance lead to.
YEARS_BACK = 3


@blueprint.route("/public")
@access.public
def public_list() -> ResponseReturnValue:
    """The register; by a link, what was asked of one body."""
    asked = lists.asked(PublicActListing)
    with platform().database.transaction() as session:
        page, only = _page_of(session, asked), _only(session, asked)
    body = render_template(
        "cases/public_list.html",
        asked=asked,
        page=page,
        only=only.name(language()) if only else None,
        acts=[_line(one) for one in page.items] if page else [],
        feed=feed_of(asked.listing) if asked.listing else None,
    )
    return body, 200 if page else 422


def _page_of(session: Session, asked: lists.Asked[PublicActListing]) -> Page[PublicAct] | None:
    """None where it is asked for what there cannot be; then the form says so."""
    if asked.listing is None:
        return None
    try:
        return queries.published(session, platform().cursors, asked.listing, anyone(utc_now()))
    except ContentViolation as error:
        asked.form["municipality"].errors = [with_legal(error)]
        return None


def _only(session: Session, asked: lists.Asked[PublicActListing]) -> KnownInstitution | None:
    institution = asked.listing.institution if asked.listing else None
    return session.get(KnownInstitution, institution) if institution else None


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
        notes=_notes(public),
        **_matter(public),
        items=_items(public),
    )


@blueprint.route("/public/compliance")
@access.public
def public_compliance() -> ResponseReturnValue:
    """How the recommendations are kept, by all and by each that is named."""
    asked, faults = days_asked()
    above = {"text": _("Rekomandime"), "href": url_for("register_pages.public_list")}
    heading = _("A po zbatohen rekomandimet?")
    with platform().database.transaction() as session:
        unsaid = compliance.known_unsaid(session, today(), public=True)
        page = CompliancePage(asked, faults, "register_pages.public_compliance", heading, above, unsaid)
        return page.show(lambda: _of_all(compliance.public_report(session, today(), asked), asked))


@blueprint.route("/staff/compliance")
@access.staff(*schemas.COUNTING)
def staff_compliance() -> ResponseReturnValue:
    """The same for the office, of every act that counts."""
    asked, faults = days_asked()
    above = {"text": _("Kreu"), "href": url_for("home.home")}
    heading, by, scope = _("A po zbatohen rekomandimet?"), access.current(), compliance_words.WHOLE
    with platform().database.transaction() as session:
        unsaid = compliance.known_unsaid(session, today(), public=False)
        page = CompliancePage(asked, faults, "register_pages.staff_compliance", heading, above, unsaid)
        return page.show(lambda: _of_all(compliance.report(session, today(), asked, by), asked, scope))


@blueprint.route("/public/institutions/<uuid:institution_id>")
@access.public
def institution_compliance(institution_id: UUID) -> ResponseReturnValue:
    """How one body keeps those that anyone may read."""
    asked, faults = days_asked()
    above = {"text": _("Zbatimi"), "href": url_for("register_pages.public_compliance", on=asked.on, known=asked.known)}
    with platform().database.transaction() as session:
        name = compliance.named(session, institution_id).name(language())
        unsaid = windows.public_days().last_before(today())
        page = CompliancePage(
            asked, faults, "register_pages.institution_compliance", name, above, unsaid, institution_id
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
        "register_pages.institution_compliance", institution_id=institution_id, on=asked.on, known=asked.known
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


@dataclass(frozen=True)
class ActLine:
    """An act in the register: `title` in the reader's language where its words stay back, `states` at the bodies. `bodies` are those that it
    asks for something, `informed` those that only learn of it.
    """

    number: str | None
    title: str
    bodies: str
    informed: str
    states: Sequence[State]
    issued_on: date | None


@dataclass(frozen=True)
class ItemRows:
    """One item, with a row per body that owes it and where that stands; an act that nobody has to answer has items all the same."""

    text: str
    due: date | None
    held: bool
    rows: Sequence[Any]


def _line(public: PublicAct) -> ActLine:
    act = public.act
    return ActLine(
        number=act.number,
        title=_kind(public) if public.withheld else public.title,
        bodies=_named(one for one in public.addressees if one.role != Role.FOR_INFORMATION) or "–",
        informed=_named(one for one in public.addressees if one.role == Role.FOR_INFORMATION),
        states=state_words.counted(public),
        issued_on=act.issued_on,
    )


def _named(addressees: Iterable[ActAddressee]) -> str:
    return ", ".join(one.name(language()) for one in addressees)


def _items(public: PublicAct) -> list[ItemRows]:
    rows = {entry.id: entry.rows for entry in by_item(public.obligations)}
    states = {view.obligation.id: state_words.state_of(public, view) for view in public.obligations}
    return [
        ItemRows(
            public.text_of(item),
            item.due,
            any(state.word == Standing.ELSEWHERE for state in of_item),
            [(row, states[row.id]) for row in rows.get(item.id, [])],
        )
        for item in public.items
        for of_item in [[states[row.id] for row in rows.get(item.id, [])]]
    ]


def _matter(public: PublicAct) -> dict[str, str]:
    """Why it was written, by which law if a lawyer has read it, and under which clusters of the Convention."""
    legal_basis = words.of_pair(public.entry, "legal_basis", language()) if public.entry["confirmed"] else ""
    return {
        "grounds": public.grounds,
        "legal_basis": legal_basis,
        "clusters": _clusters(public),
        "cosigners": "; ".join(public.cosigners),
    }


def _notes(public: PublicAct) -> list[str]:
    return [note for note in (*_afterwards(public), _held(public), _moot(public), _withheld(public)) if note]


def _afterwards(public: PublicAct) -> list[str]:
    """What became of what was made public as the last step; first, since it may say that the rest is of before."""
    names = {one.institution_id: one.name(language()) for one in public.addressees}
    return [
        sentence(one.word, names[one.institution_id], one.place, one.published_on, one.on) for one in public.afterwards
    ]


def _held(public: PublicAct) -> str | None:
    """That a court or a prosecutor has the matter, so that no day runs; of an act that stands no more none runs anyway."""
    held = any(view.obligation.held_since is not None for view in public.obligations)
    if not held or public.act.status in queries.FALLEN:
        return None
    return _(
        "Çështjen e shqyrton tani gjykata ose prokuroria. Derisa të kthehet në zyrë, asnjë ditë nuk numërohet: as për përgjigjen, as për zbatimin."
    )


def _moot(public: PublicAct) -> str | None:
    """That what an act pressed for is over at its root: its words are of before, and ask for nothing any more."""
    moot = any(view.state is Standing.MOOT for view in public.obligations)
    if not moot or public.act.status in queries.FALLEN:
        return None
    return _(
        "Ky akt u nxor për shkak të një akti të mëparshëm. Për çka shënohet “Mbeti pa objekt” nuk kërkohet më asgjë me të."
    )


def _withheld(public: PublicAct) -> str | None:
    """Why there are no words to read."""
    if not public.withheld:
        return None
    if public.entry["open_data_excludes"]:
        return _("Fjalët e këtij akti nuk publikohen, sepse flasin për një funksionar të caktuar.")
    if public.taken_back:
        return _(
            "Teksti për publikun u hoq përkohësisht: po shihet edhe një herë nëse tregon dikë. Akti mbetet në fuqi."
        )
    return _("Teksti për publikun nuk është miratuar ende.")


def _kind(public: PublicAct) -> str:
    return words.of_pair(public.entry, "name", language())


def _clusters(public: PublicAct) -> str:
    """Under which clusters of the Convention its words stand; nothing where there are no words."""
    names = cluster_names(public.act.issued_on or today())
    return "; ".join(
        f"{one}. {words.of_pair(names[one], 'name', language())}" for one in public.clusters if one in names
    )


def _mark(act: Recommendation) -> str | None:
    """What a reader must know first: an act that no longer stands stays in the register, marked."""
    if act.status == "withdrawn":
        return _("Ky akt është tërhequr. Mbetet këtu që të dihet se ka ekzistuar.")
    if act.status == "superseded":
        return _("Ky akt është zëvendësuar nga një tjetër.")
    return None
