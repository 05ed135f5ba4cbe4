"""The outbox to look at, where messages are written to a folder instead of being sent."""

from flask import Blueprint, render_template

from services.notifications import queries
from shared import access
from shared.errors import NotFound
from shared.platform import platform

blueprint = Blueprint("pages", __name__, template_folder="templates")


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
