"""What stands on top of every page for the public, the same in all services that have one with a menu."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from shared.pages.staff_menu import MenuItem, menu_items

PLACES = (
    (lazy_gettext("Kreu"), "/intake/"),
    (lazy_gettext("Rekomandime"), "/cases/public"),
    (lazy_gettext("Zbatimi"), "/cases/public/compliance"),
    (lazy_gettext("Ligji"), "/cases/public/gaps"),
    (lazy_gettext("Lajme"), "/notifications/news"),
    (lazy_gettext("Biblioteka"), "/notifications/publications"),
    (lazy_gettext("Veprimtaritë"), "/partners/activities"),
    (lazy_gettext("Ankohu"), "/intake/complain"),
)


def public_frame() -> dict[str, object]:
    """`service_title`, `service_url`, `navigation` and `footer_links` of a page for the public."""
    return {
        "service_title": _("Të drejtat e fëmijëve"),
        "service_url": "/intake/",
        "navigation": menu_items([(str(text), path) for text, path in PLACES]),
        "footer_links": _beneath(),
    }


def _beneath() -> list[MenuItem]:
    """What few look for, beneath every page."""
    return menu_items([(_("Për shtypin"), "/cases/public/press"), (_("Të dhëna të hapura"), "/cases/open-data")])
