"""The library for anybody: the list, a publication, each of its versions, their files, and the feed."""

from uuid import UUID, uuid5

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from services.notifications.library import words
from services.notifications.library.lists import LibraryListing
from services.notifications.library.pages.linked import linked_data
from services.notifications.library.pages.served import served
from services.notifications.library.queries import public
from services.notifications.library.queries.public import Known
from services.notifications.outlets.actions import ENTRIES
from services.notifications.outlets.domain import Entry, Feed, document
from services.notifications.outlets.queries import register_address
from shared import access, open_data
from shared.clock import utc_now
from shared.lists import anyone
from shared.pages import lists
from shared.pages.languages import LANGUAGES
from shared.platform import platform
from shared.rules import NotFound
from shared.words import language as reads

blueprint = Blueprint("library_pages", __name__)
ATOM = "application/atom+xml"


@blueprint.get("/publications")
@access.public
def library() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(LibraryListing)
    with here.database.reading() as session:
        page = asked.listing and public.current_versions(session, here.cursors, asked.listing, anyone(utc_now()))
    body = render_template("notifications/library.html", asked=asked, page=page, words=words, licence=open_data.LICENCE)
    return body, asked.status


@blueprint.get("/publications/<uuid:publication_id>")
@access.public
def publication(publication_id: UUID) -> ResponseReturnValue:
    """The version that stands. 410 where all were withdrawn: the page says when and why."""
    return _page(publication_id, None)


@blueprint.get("/publications/<uuid:publication_id>/versions/<int:number>")
@access.public
def version(publication_id: UUID, number: int) -> ResponseReturnValue:
    """An older version, as it was cited."""
    return _page(publication_id, number)


@blueprint.get("/publications/<uuid:publication_id>/versions/<int:number>/<string:language>/<string:form>")
@access.public
def file(publication_id: UUID, number: int, language: str, form: str) -> Response:
    with platform().database.reading() as session:
        found = public.file(session, publication_id, number, language, form, utc_now())
    return served(found, to_all=True)


@blueprint.get("/feeds/<string:reader>/publications.atom")
@access.any_site
def feed(reader: str) -> Response:
    if reader not in LANGUAGES:
        raise NotFound
    here = platform()
    with here.database.reading() as session, force_locale(reader):
        found = public.latest(session, utc_now())
        built = document(_built(reader, found, here.settings.public_url.rstrip("/")))
    return open_data.opened(built, ATOM)


def _page(publication_id: UUID, number: int | None) -> ResponseReturnValue:
    here = platform()
    with here.database.reading() as session:
        found = public.known(session, publication_id, utc_now())
    gone = any(one.number == number for one in found.withdrawn) if number else not found.shown
    shown = None if gone else next((one for one in found.shown if number in (None, one.number)), None)
    if shown is None and not gone:
        raise NotFound
    root = here.settings.public_url
    body = render_template(
        "notifications/library_item.html",
        found=found, shown=shown, words=words, address=public.address, file_address=public.file_address,
        act_address=register_address,
        citation=shown and public.cited(shown, reads()),
        linked=shown and linked_data(shown, root), licence=open_data.LICENCE,
    )  # fmt: skip
    return body, 410 if gone else 200


def _built(reader: str, found: list[Known], root: str) -> Feed:
    def address(language: str) -> str:
        return url_for("library_pages.feed", reader=language)

    return Feed(
        # Of the path without a host, so that it stays where the office's address changes.
        id=uuid5(ENTRIES, address(reader)),
        title=_("Publikimet e zyrës"),
        author=", ".join((_("Avokati i Popullit"), _("Seksioni për të Drejtat e Fëmijëve"))),
        rights=_("Mund të përdoret nga kushdo, duke përmendur burimin (CC BY 4.0)."),
        licence=open_data.LICENCE,
        language=reader,
        url=root + address(reader),
        page=f"{root}{url_for('library_pages.library')}?lang={reader}",
        others=[(other, root + address(other)) for other in LANGUAGES if other != reader],
        updated=max((one.changed_at for one in found), default=None),
        entries=[_entry(one, reader, root) for one in found if one.shown],
        gone=[(one.id, one.changed_at) for one in found if not one.shown],
        hub=platform().settings.hub_url,
    )


def _entry(known: Known, reader: str, root: str) -> Entry:
    current = known.shown[0]
    text = current.text(reader)
    version = _("versioni %(number)s", number=current.number)
    return Entry(
        id=known.id,
        title=text.title,
        summary=f"{words.KINDS[known.kind]}, {version}",
        grounds=text.summary,
        items=(),
        language=text.language,
        url=f"{public.address(known.id, root)}?lang={reader}",
        published=known.first_at,
        updated=known.changed_at,
        clusters=[(key, str(words.TOPICS[key])) for key in current.topics],
    )
