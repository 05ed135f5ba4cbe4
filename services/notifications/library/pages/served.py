"""A file of the library as it goes out: to be looked at in the browser, and for everybody not fetched again while it is the same."""

from flask import Response

from services.notifications.library.models import PublicationFile
from shared import open_data
from shared.files import taking
from shared.platform import platform
from shared.uploads import EXTENSIONS

#: What the browsers' own viewers of PDF, sound and text need of a policy; no script, no form, no other place.
POLICY = "default-src 'none'; object-src 'self'; media-src 'self'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'"


def served(file: PublicationFile, *, to_all: bool) -> Response:
    """The clean copy; a sound, which nothing cleans, as it came: a second person listened to it. Raises `NotShownError`."""
    here = platform()
    if file.form == "audio":
        content = taking.original(here.documents, here.settings, file.document, beside_copy=True)
        media_type = file.media_type
    else:
        copy = taking.shown(here.documents, here.settings, file.document)
        content, media_type = copy.content, copy.media_type
    response = open_data.opened(content, media_type) if to_all else Response(content, mimetype=media_type)
    name = f"publication-{file.language}-{file.form}.{EXTENSIONS[media_type]}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Language"] = file.language
    response.headers["Content-Security-Policy"] = POLICY
    if not to_all:
        response.headers["Cache-Control"] = "private, no-store"
    return response
