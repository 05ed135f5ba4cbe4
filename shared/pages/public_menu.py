"""What stands on top of every page for the public, the same in all services that have one with a menu."""

from flask_babel import gettext as _

from shared.pages.staff_menu import MenuItem, menu_items


def public_frame() -> dict[str, object]:
    """`service_title`, `service_url`, `navigation` and `footer_links` of a page for the public."""
    return {
        "service_title": _("Të drejtat e fëmijëve"),
        "service_url": "/intake/",
        "navigation": _menu(),
        "footer_links": _beneath(),
    }


def _beneath() -> list[MenuItem]:
    """What few look for, beneath every page."""
    return menu_items([(_("Për shtypin"), "/cases/public/press"), (_("Të dhëna të hapura"), "/cases/open-data")])


def _menu() -> list[MenuItem]:
    links = [
        (_("Kreu"), "/intake/"),
        (_("Rekomandime"), "/cases/public"),
        (_("Zbatimi"), "/cases/public/compliance"),
        (_("Ligji"), "/cases/public/gaps"),
        (_("Lajme"), "/notifications/news"),
        (_("Biblioteka"), "/notifications/publications"),
        (_("Veprimtaritë"), "/partners/activities"),
        (_("Ankohu"), "/intake/complain"),
    ]
    return menu_items(links)
