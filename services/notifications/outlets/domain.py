"""A feed in Atom (RFC 4287), with what is no longer there as tombstones (RFC 6721). Built as a tree, so that no text can break it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XHTML = "http://www.w3.org/1999/xhtml"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Of the scheme of categories: the clusters of the guidelines on reports under the Convention (CRC/C/58/Rev.3).
CLUSTERS = "urn:besa:crc-cluster"
#: When a feed changed last of which nothing was ever said.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
#: What no XML 1.0 document may hold, however it is escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("", ATOM)
ET.register_namespace("at", TOMBSTONES)
ET.register_namespace("html", XHTML)


@dataclass(frozen=True)
class Entry:
    """One act. `summary` is in the language of the feed; `title`, `grounds` and `items` in `language`. `clusters`: (key, name)."""

    id: UUID
    title: str
    summary: str
    grounds: str
    items: Sequence[str]
    language: str
    url: str
    published: datetime
    updated: datetime
    clusters: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Feed:
    """`url`: where it is itself; `page`: where the same is read; `others`: the same by language. `gone`: (id, since when). `hub`:
    who tells of its changes, if anybody does (WebSub).
    """

    id: UUID
    title: str
    author: str
    rights: str
    licence: str
    language: str
    url: str
    page: str
    others: Sequence[tuple[str, str]]
    updated: datetime | None
    entries: Sequence[Entry]
    gone: Sequence[tuple[UUID, datetime]]
    hub: str


def document(feed: Feed) -> bytes:
    """The feed in UTF-8; the same feed is always the same bytes."""
    root = ET.Element(_atom("feed"), {LANG: feed.language})
    _add(root, "id", feed.id.urn)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated or NEVER))
    _add(ET.SubElement(root, _atom("author")), "name", feed.author)
    _add(root, "rights", feed.rights)
    _link(root, "self", feed.url, type="application/atom+xml")
    _link(root, "alternate", feed.page, type="text/html", hreflang=feed.language)
    for language, url in feed.others:
        _link(root, "alternate", url, type="application/atom+xml", hreflang=language)
    _link(root, "license", feed.licence)
    if feed.hub:
        _link(root, "hub", feed.hub)
    for entry in feed.entries:
        _entry(root, entry, feed.language)
    for id_, when in feed.gone:
        ET.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", {"ref": id_.urn, "when": _moment(when)})
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: ET.Element, entry: Entry, language: str) -> None:
    element = ET.SubElement(root, _atom("entry"))
    _add(element, "id", entry.id.urn)
    _add(element, "title", entry.title).set(LANG, entry.language)
    _add(element, "updated", _moment(entry.updated))
    _add(element, "published", _moment(entry.published))
    _link(element, "alternate", entry.url, type="text/html", hreflang=language)
    for key, name in entry.clusters:
        ET.SubElement(element, _atom("category"), {"term": key, "scheme": CLUSTERS, "label": _clean(name)})
    _add(element, "summary", entry.summary)
    content = ET.SubElement(element, _atom("content"), {"type": "xhtml", LANG: entry.language})
    _words(ET.SubElement(content, f"{{{XHTML}}}div"), entry)


def _words(inside: ET.Element, entry: Entry) -> None:
    for paragraph in filter(None, (one.strip() for one in entry.grounds.split("\n"))):
        ET.SubElement(inside, f"{{{XHTML}}}p").text = _clean(paragraph)
    if entry.items:
        asked = ET.SubElement(inside, f"{{{XHTML}}}ol")
        for item in entry.items:
            ET.SubElement(asked, f"{{{XHTML}}}li").text = _clean(item)


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _atom(name))
    element.text = _clean(text)
    return element


def _link(parent: ET.Element, rel: str, href: str, **more: str) -> None:
    ET.SubElement(parent, _atom("link"), {"rel": rel, "href": href, **more})


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
