"""The blueprint of the pages and what stands around each of them: one navigation for staff, another for the public."""

from typing import Any

from flask import Blueprint, g, request
from flask_babel import gettext as _

from shared.access import Principal

blueprint = Blueprint("pages", __name__, template_folder="../templates")

PUBLIC = "/cases/public"


def is_staff() -> bool:
    """Whether a person of the office looks; on an error page nobody may have been identified yet."""
    principal: Principal = g.get("principal", Principal())
    return principal.kind == "staff"


@blueprint.app_context_processor
def _around() -> dict[str, Any]:
    """`navigation`, `service_title` and `service_url` of the frame; error pages have them too."""
    if is_staff() and not request.path.startswith(PUBLIC):
        return {"service_title": _("Zyra"), "service_url": "/cases/", "navigation": _staff_navigation()}
    return {"service_title": _("Të drejtat e fëmijëve"), "service_url": "/intake/", "navigation": _public_navigation()}


def _staff_navigation() -> list[dict[str, Any]]:
    links = [
        (_("Ankesat"), "/intake/staff/complaints"),
        (_("Çështjet"), "/cases/staff/cases"),
        (_("Detyrimet"), "/cases/staff/obligations"),
        (_("Për t'u dërguar"), "/cases/staff/rungs"),
        (_("Ligji dhe praktika"), "/cases/staff/gaps"),
        (_("Institucionet"), "/partners/staff/institutions"),
    ]
    principal: Principal = g.get("principal", Principal())
    if principal.roles & {"publisher", "commissioner"}:
        links.append((_("Publikimi"), "/cases/staff/publications"))
    return [*_items(links), {"text": _("Dil"), "href": "/cases/logout", "post": True}]


def _public_navigation() -> list[dict[str, Any]]:
    links = [
        (_("Kreu"), "/intake/"),
        (_("Rekomandime"), "/cases/public"),
        (_("Zbatimi"), "/cases/public/compliance"),
        (_("Ligji"), "/cases/public/gaps"),
        (_("Ankohu"), "/intake/complain"),
    ]
    return _items(links)


def _items(links: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The link whose path begins the present one is active; of several, the longest."""
    here = [href for _text, href in links if f"{request.path}/".startswith(f"{href}/")]
    active = max(here, key=len, default=None)
    return [{"text": text, "href": href, "active": href == active} for text, href in links]
