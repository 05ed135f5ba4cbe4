"""What anyone may see: the register of published acts with their state at each body, and how far they were kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.data.taxonomy import cluster_names
from services.cases.domain.bodies import Role
from services.cases.domain.standing import State as Standing
from services.cases.forms.refusals import with_legal
from services.cases.models import ActAddressee, Recommendation
from services.cases.pages.acting import today
from services.cases.pages.tables import by_item
from services.cases.register.lists import PublicActListing
from services.cases.register.pages import state_words
from services.cases.register.pages.feeds import feed_of
from services.cases.register.pages.state_words import State
from services.cases.register.queries import acts as queries
from services.cases.register.queries.acts import PublicAct
from shared import access, numbers
from shared.afterwards import sentence
from shared.clock import utc_now
from shared.directory import KnownInstitution
from shared.lists import anyone
from shared.pages import lists
from shared.pagination import Page
from shared.platform import platform
from shared.rules import ContentViolation, NotFound
from shared.words import language

blueprint = Blueprint("register_pages", __name__)


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
