"""What stands around every page of this service, errors too: one navigation for staff, another for the public."""

from flask import Blueprint, g, request
from flask_babel import gettext as _

from shared.pages.public_menu import public_frame
from shared.pages.staff_menu import staff_frame
from shared.principal import Principal

#: Has no page of its own: it brings the templates and what is around each page.
blueprint = Blueprint("frame", __name__, template_folder="../templates")

PUBLIC = "/cases/public"


def is_staff() -> bool:
    """Whether a person of the office looks; on an error page nobody may have been identified yet."""
    principal: Principal = g.get("principal", Principal())
    return principal.kind == "staff"


@blueprint.app_context_processor
def _around() -> dict[str, object]:
    """`navigation`, `search_box`, `service_title` and `service_url` of the frame; error pages have them too."""
    if is_staff() and not request.path.startswith(PUBLIC):
        return {"service_title": _("Zyra"), "service_url": "/cases/", **staff_frame()}
    return public_frame()
