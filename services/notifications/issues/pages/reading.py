"""The bulletin for anybody: all issues, each of them, and the feed."""

from uuid import UUID, uuid5

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from services.notifications.issues.queries import public
from services.notifications.issues.queries.public import Told
from services.notifications.outlets.actions import ENTRIES
from services.notifications.outlets.domain import Entry, Feed, document
from shared import access, open_data
from shared.clock import utc_now
from shared.pages.languages import LANGUAGES
from shared.platform import platform
from shared.rules import NotFound
from shared.words import language

blueprint = Blueprint("issues_pages", __name__)
ATOM = "application/atom+xml"


@blueprint.get("/bulletins/archive")
@access.public
def archive() -> str:
    with platform().database.reading() as session:
        found = [one for one in public.issues(session, language(), utc_now()) if not one.withdrawn_at]
    page: str = render_template("notifications/issues_archive.html", issues=found, languages=LANGUAGES)
    return page


@blueprint.get("/bulletins/<int:year>/<int:number>")
@access.public
def issue(year: int, number: int) -> ResponseReturnValue:
    """410 for one that was withdrawn: the page says when and why."""
    with platform().database.reading() as session:
        found = public.issue(session, year, number, language(), utc_now())
    body = render_template("notifications/issue_item.html", issue=found, licence=open_data.LICENCE)
    return body, 410 if found.withdrawn_at else 200


@blueprint.get("/feeds/<string:reader>/issues.atom")
@access.any_site
def feed(reader: str) -> Response:
    if reader not in LANGUAGES:
        raise NotFound
    here = platform()
    with here.database.reading() as session, force_locale(reader):
        found = public.issues(session, reader, utc_now())
        built = document(_built(reader, found, here.settings.public_url.rstrip("/")))
    return open_data.opened(built, ATOM)


def _built(reader: str, found: list[Told], root: str) -> Feed:
    def address(of: str) -> str:
        return url_for("issues_pages.feed", reader=of)

    return Feed(
        # Of the path without a host, so that it stays where the office's address changes.
        id=uuid5(ENTRIES, address(reader)),
        title=_("Buletini i zyrës"),
        author=", ".join((_("Avokati i Popullit"), _("Seksioni për të Drejtat e Fëmijëve"))),
        rights=_("Mund të përdoret nga kushdo, duke përmendur burimin (CC BY 4.0)."),
        licence=open_data.LICENCE,
        language=reader,
        url=root + address(reader),
        page=f"{root}{url_for('issues_pages.archive')}?lang={reader}",
        others=[(other, root + address(other)) for other in LANGUAGES if other != reader],
        updated=max((one.changed_at for one in found), default=None),
        entries=[_entry(one, root) for one in found if not one.withdrawn_at],
        gone=[(_id(one), one.withdrawn_at) for one in found if one.withdrawn_at],
        hub=platform().settings.hub_url,
    )


def _entry(one: Told, root: str) -> Entry:
    items = [f"{item.title} ({item.about})" for section in one.sections for item in section.items]
    return Entry(
        id=_id(one),
        title=one.title,
        summary=", ".join(section.heading for section in one.sections),
        grounds=one.words,
        items=items,
        language=one.language,
        url=f"{root}{one.path}?lang={one.language}",
        published=one.released_at,
        updated=one.changed_at,
        clusters=(),
    )


def _id(one: Told) -> UUID:
    return uuid5(ENTRIES, one.path)
