"""The news as a page, and as Atom feeds: of all, of a cluster of the Convention, of a body, of a municipality; each in both languages."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid5

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.notifications.outlets import queries
from services.notifications.outlets.actions import ENTRIES
from services.notifications.outlets.domain import Entry, Feed, document
from services.notifications.outlets.lists import NewsListing
from services.notifications.outlets.models import PublicAct
from services.notifications.outlets.queries import Changes, Topic
from shared import access, open_data
from shared.afterwards import sentence
from shared.clock import utc_now
from shared.lists import anyone
from shared.pages import lists
from shared.pages.languages import LANGUAGES
from shared.platform import platform
from shared.rules import NotFound
from shared.typed import load
from shared.words import language

blueprint = Blueprint("outlets_pages", __name__)
BLUEPRINTS = (blueprint,)
ATOM = "application/atom+xml"


@blueprint.get("/news")
@access.public
def news() -> ResponseReturnValue:
    """What became public, newest first; by a link, of one cluster, body or municipality."""
    here, asked = platform(), lists.asked(NewsListing)
    with here.database.reading() as session:
        page = asked.listing and queries.news(session, here.cursors, asked.listing, anyone(utc_now()))
        only, topics = _if_known(session, asked.listing), _topics(session)
    feeds = {code: _feed_of(asked.listing or NewsListing())(code) for code in LANGUAGES}
    body = render_template(
        "notifications/news.html", asked=asked, page=page, only=only, topics=topics, feeds=feeds, address=_address,
        became=lambda act: _became(act, language()),
        licence=open_data.LICENCE,
    )  # fmt: skip
    return body, asked.status


@blueprint.get("/feeds/<string:reader>/acts.atom")
@access.any_site
def feed(reader: str) -> Response:
    return _feed(reader)


@blueprint.get("/feeds/<string:reader>/clusters/<string:key>/acts.atom")
@access.any_site
def cluster_feed(reader: str, key: str) -> Response:
    return _feed(reader, cluster=key)


@blueprint.get("/feeds/<string:reader>/bodies/<uuid:institution_id>/acts.atom")
@access.any_site
def body_feed(reader: str, institution_id: UUID) -> Response:
    return _feed(reader, institution=str(institution_id))


@blueprint.get("/feeds/<string:reader>/municipalities/<string:key>/acts.atom")
@access.any_site
def municipality_feed(reader: str, key: str) -> Response:
    return _feed(reader, municipality=key)


def _topics(session: Session) -> list[tuple[str, str, list[Topic]]]:
    """By what the news may be narrowed: what it is called, its place in the address, and what there is."""
    return [
        (_("Sipas të drejtave"), "cluster", queries.clusters(session)),
        (_("Sipas institucioneve"), "institution", queries.bodies(session)),
    ]


def _if_known(session: Session, asked: NewsListing | None) -> Topic | None:
    """The same for a page: of what is not known there is no news. Only a feed, whose address is its name, is not there."""
    try:
        return _only(session, asked)
    except NotFound:
        return None


def _only(session: Session, asked: NewsListing | None) -> Topic | None:
    """What the page is narrowed to. Raises `NotFound` for what is not known here."""
    if asked is None:
        return None
    if asked.cluster is not None:
        return queries.cluster(session, asked.cluster)
    if asked.institution is not None:
        return queries.body(session, asked.institution)
    return queries.municipality(session, asked.municipality) if asked.municipality is not None else None


def _address(act: PublicAct) -> str:
    return queries.register_address(act, "")


def _feed_of(asked: NewsListing) -> Callable[[str], str]:
    """The address of the feed of the same news, by its language."""
    if asked.cluster is not None:
        return lambda reader: url_for("outlets_pages.cluster_feed", reader=reader, key=asked.cluster)
    if asked.institution is not None:
        return lambda reader: url_for("outlets_pages.body_feed", reader=reader, institution_id=asked.institution)
    if asked.municipality is not None:
        return lambda reader: url_for("outlets_pages.municipality_feed", reader=reader, key=asked.municipality)
    return lambda reader: url_for("outlets_pages.feed", reader=reader)


def _feed(reader: str, **narrowed: str) -> Response:
    """Raises `NotFound` for another language, and for what is not known here."""
    try:
        asked = load(NewsListing, narrowed)
    except ValidationError as error:
        raise NotFound from error
    if reader not in LANGUAGES:
        raise NotFound
    here = platform()
    with here.database.reading() as session, force_locale(reader):
        only, found = _only(session, asked), queries.changes(session, asked, anyone(utc_now()))
        built = document(_built(reader, asked, only, found, here.settings.public_url.rstrip("/")))
    return open_data.opened(built, ATOM)


def _built(reader: str, asked: NewsListing, only: Topic | None, found: Changes, root: str) -> Feed:
    address, title = _feed_of(asked), _("Aktet e publikuara")
    return Feed(
        # Of the path without a host, so that it stays where the office's address changes.
        id=uuid5(ENTRIES, address(reader)),
        title=f"{title}: {only.name(reader)}" if only else title,
        author=", ".join((_("Avokati i Popullit"), _("Seksioni për të Drejtat e Fëmijëve"))),
        rights=_("Mund të përdoret nga kushdo, duke përmendur burimin (CC BY 4.0)."),
        licence=open_data.LICENCE,
        language=reader,
        url=root + address(reader),
        page=root + url_for("outlets_pages.news", lang=reader, **asked.chosen()),
        others=[(other, root + address(other)) for other in LANGUAGES if other != reader],
        updated=found.at,
        entries=[_entry(act, reader, root) for act in found.acts],
        gone=[(act.entry_id, act.changed_at) for act in found.gone],
        hub=platform().settings.hub_url,
    )


def _became(act: PublicAct, reader: str) -> list[str]:
    """What became of it after it was made public as the last step, a sentence for each item and body."""
    names = {str(one.institution_id): one.name(reader) for one in act.bodies}
    return [
        sentence(
            one["word"],
            names.get(one["institution_id"], ""),
            one["place"],
            date.fromisoformat(one["published_on"]),
            date.fromisoformat(one["on"]),
        )
        for one in act.afterwards
    ]


def _entry(act: PublicAct, reader: str, root: str) -> Entry:
    bodies, became = ", ".join(one.name(reader) for one in act.bodies), " ".join(_became(act, reader))
    return Entry(
        id=act.entry_id,
        title=act.title or "",
        summary=f"{act.kind(reader)} {act.number}: {bodies}" + (f". {became}" if became else ""),
        grounds=act.grounds or "",
        items=act.items,
        language=act.words_language or reader,
        url=f"{queries.register_address(act, root)}?lang={reader}",
        published=act.first_at,
        updated=act.changed_at,
        clusters=[(one["key"], one[f"name_{reader}"]) for one in act.clusters],
    )
