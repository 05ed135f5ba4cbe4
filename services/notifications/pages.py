"""The outbox to look at, where messages are written to a folder instead of being sent."""

from flask import Blueprint, g, render_template, request
from flask_babel import gettext as _

from services.notifications import queries
from shared import access
from shared.pages.public_menu import public_frame
from shared.pages.staff_menu import staff_frame
from shared.platform import platform
from shared.principal import Principal
from shared.rules import NotFound

blueprint = Blueprint("pages", __name__, template_folder="templates")
#: Pages that are the same for everybody.
PUBLIC = ("/notifications/news", "/notifications/feeds", "/notifications/bulletins", "/notifications/publications")


@blueprint.app_context_processor
def frame() -> dict[str, object]:
    """The navigation that staff have in all services; that of the public on the public's pages. Error pages have it too."""
    principal: Principal = g.get("principal", Principal())
    if principal.kind == "staff" and not request.path.startswith(PUBLIC):
        return {"service_title": _("Zyra"), "service_url": "/cases/", **staff_frame()}
    return public_frame()


@blueprint.get("/outbox")
@access.staff()
def outbox() -> str:
    """Every written mail and SMS. 404 where they leave by SMTP: there is nothing to show, and nobody should think so."""
    here = platform()
    folder = queries.folder_of(here.settings.mail_url)
    if folder is None:
        raise NotFound
    with here.database.reading() as session:
        written = queries.written(session, folder)
    return render_template("notifications/outbox.html", written=written)
