"""What stands on each page, and what several of them need."""

from datetime import date

from flask import Response, request
from flask_babel import gettext as _

from services.intake import data
from services.intake.domain.decisions import admits_nameless
from services.intake.domain.terms import local_day
from services.intake.models import Vault
from shared.clock import utc_now
from shared.pages.staff_menu import staff_frame
from shared.platform import platform
from shared.sealing import derive
from shared.words import language

STAFF_PREFIX = "/intake/staff/"
#: After these a browser keeps nothing: not the page, not the form, not that it was here.
FORGET = '"cache", "cookies", "storage"'


def frame() -> dict[str, object]:
    """Navigation of the page: staff get the one that they have in all services."""
    if request.path.startswith(STAFF_PREFIX):
        return {
            **staff_frame(),
            "service_title": _("Puna me ankesat"),
            "service_url": STAFF_PREFIX + "complaints",
        }
    return {"navigation": _public_navigation(), "service_title": None, "service_url": None}


def _public_navigation() -> list[dict[str, object]]:
    places = [
        (_("Kreu"), "/intake/"),
        (_("Na shkruaj"), "/intake/complain"),
        (_("Shiko përgjigjen"), "/intake/mine"),
    ]
    return [{"text": text, "href": href, "active": request.path == href} for text, href in places]


def vault() -> Vault:
    return Vault.of(platform().settings)


def today() -> date:
    return local_day(utc_now())


def page_key() -> bytes:
    """The key that seals what a page puts into a cookie."""
    return derive(platform().settings.secret_key.encode(), "besa.intake.page")


def forget(response: Response) -> Response:
    """Tell the browser to drop what it keeps of this site (W3C Clear Site Data)."""
    response.headers["Clear-Site-Data"] = FORGET
    return response


def nameless_allowed() -> bool:
    """Whether the forms may tell an adult that no name is needed: what they say is what the decision will say."""
    return admits_nameless(data.policy("anonymous_complaints", today()))


def helplines() -> list[dict[str, str]]:
    """Whom to telephone at once, in the reader's language."""
    return [
        {"number": line["number"], "name": data.words(line, "name", language())} for line in data.helplines().values()
    ]
