"""The texts of the library that are compared with the sealed files before anybody reads them."""

from services.notifications.comparing.queries import Text
from services.notifications.library.models import PublicationVersion


def of_version(version: PublicationVersion) -> Text:
    """Titles and summaries. The files are not read here: the page tells whoever approves that they are theirs to read."""
    parts = {f"{one.language}.{name}": getattr(one, name) for one in version.texts for name in ("title", "summary")}
    return Text("publication", version.id, parts)


def of_withdrawal(version: PublicationVersion) -> Text:
    """Why a version was withdrawn."""
    return Text("withdrawal", version.id, {"reason": version.reason or ""})
