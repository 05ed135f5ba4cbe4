"""What stands on top of every page for staff, the same in all services: where a person's roles let them go."""

from typing import NotRequired, TypedDict

from flask import g, request
from flask_babel import gettext, lazy_gettext

from shared.pages.search_box import search_box
from shared.principal import Principal

_HANDLING = frozenset({"intake_officer", "case_officer", "approver", "commissioner"})
_WORKING = frozenset({"case_officer", "approver", "commissioner"})
#: Text, path, and who may open it; tests/security compares the roles with the matrix.
PLACES = (
    (lazy_gettext("Ankesat"), "/intake/staff/complaints", _HANDLING),
    (lazy_gettext("Këshillime"), "/intake/staff/counselling", _HANDLING),
    (lazy_gettext("Çështjet"), "/cases/staff/cases", _WORKING | {"auditor"}),
    (lazy_gettext("Aktet"), "/cases/staff/recommendations", _WORKING),
    (lazy_gettext("Detyrimet"), "/cases/staff/obligations", _WORKING),
    (lazy_gettext("Për t'u dërguar"), "/cases/staff/rungs", _WORKING | {"publisher"}),
    (lazy_gettext("Libri i postës"), "/partners/staff/post-book", _WORKING),
    (lazy_gettext("Ligji dhe praktika"), "/cases/staff/gaps", _WORKING),
    (lazy_gettext("Zotimet"), "/cases/staff/commitments", _WORKING | {"monitor", "publisher", "auditor"}),
    (lazy_gettext("Vizitat"), "/cases/staff/visits", _WORKING | {"monitor"}),
    (lazy_gettext("Treguesit"), "/cases/staff/indicators", _WORKING | {"monitor", "publisher", "auditor"}),
    (lazy_gettext("Vendet"), "/cases/staff/places", _WORKING | {"monitor"}),
    (lazy_gettext("Raportet"), "/cases/staff/reports", _WORKING | {"monitor", "publisher", "auditor"}),
    (lazy_gettext("Publikimi"), "/cases/staff/publications", frozenset({"publisher", "commissioner"})),
    (
        lazy_gettext("Veprimtaritë"),
        "/partners/staff/activities",
        _WORKING | {"monitor", "publisher", "auditor"},
    ),
    (
        lazy_gettext("Bashkëpunimi"),
        "/partners/staff/agreements",
        _WORKING | {"monitor", "publisher", "auditor"},
    ),
    (lazy_gettext("Biblioteka"), "/notifications/staff/library", frozenset({"publisher", "commissioner"})),
    (lazy_gettext("Buletini"), "/notifications/staff/issues", frozenset({"publisher", "commissioner"})),
    (
        lazy_gettext("Emra pas botimit"),
        "/notifications/staff/named-later",
        frozenset({"publisher", "commissioner"}),
    ),
    (lazy_gettext("Zbatimi"), "/cases/staff/compliance", _WORKING | {"publisher", "auditor"}),
    (lazy_gettext("Gatishmëria"), "/cases/staff/duty", frozenset({"admin", "approver", "commissioner"})),
    (lazy_gettext("Institucionet"), "/partners/staff/institutions", None),
    (lazy_gettext("Ngjarjet"), "/cases/staff/subjects", frozenset({"admin", "auditor", "commissioner"})),
    (lazy_gettext("Llogaria ime"), "/cases/staff/account", None),
)


#: Pages that lead on from a place under a path of their own, and whose it is.
BELONGS = {
    "/cases/public/press": "/cases/public/compliance",
    "/cases/staff/commitment-origins": "/cases/staff/commitments",
    "/cases/staff/figure-requests": "/cases/staff/indicators",
    "/cases/staff/figures": "/cases/staff/indicators",
    "/cases/staff/patterns": "/cases/staff/gaps",
    "/cases/staff/protocol-book": "/partners/staff/post-book",
    "/cases/staff/agreements": "/partners/staff/agreements",
    "/intake/staff/consultations": "/partners/staff/agreements",
    "/partners/staff/actors": "/partners/staff/agreements",
    "/partners/staff/decisions": "/partners/staff/agreements",
    "/partners/staff/meetings": "/partners/staff/agreements",
    "/partners/staff/named-later": "/partners/staff/activities",
    "/partners/staff/links": "/partners/staff/post-book",
}


class MenuItem(TypedDict):
    """One place of a page's navigation. `post`: it is a form, since going there changes something."""

    text: str
    href: str
    active: NotRequired[bool]
    post: NotRequired[bool]


def staff_frame() -> dict[str, object]:
    """`navigation` and `search_box` of a page for staff."""
    principal: Principal = g.get("principal", Principal())
    return {"navigation": _menu(principal), "search_box": search_box(principal) if principal.kind == "staff" else None}


def _menu(principal: Principal) -> list[MenuItem]:
    """The places, and the way out last."""
    open_to = [(text, href) for text, href, roles in PLACES if roles is None or roles & principal.roles]
    out: MenuItem = {"text": gettext("Dil"), "href": "/cases/logout", "post": True}
    return [*menu_items(open_to), out]


def menu_items(links: list[tuple[str, str]]) -> list[MenuItem]:
    """The link whose path begins the present one, or that of its place, is active; of several, the longest."""
    path = next((place for page, place in BELONGS.items() if f"{request.path}/".startswith(f"{page}/")), request.path)
    here = [href for _text, href in links if f"{path}/".startswith(f"{href}/")]
    active = max(here, key=len, default=None)
    return [{"text": text, "href": href, "active": href == active} for text, href in links]
