"""A file of a report as it goes out: to be looked at in the browser, and for everybody not fetched again while it is the same."""

from flask import Response

from services.cases.reports.clients import page
from services.cases.reports.clients.files import MEDIA
from shared import open_data
from shared.platform import platform

#: What the browsers' own viewers of PDF need of a policy; no script, no form, no other place.
POLICY = "default-src 'none'; object-src 'self'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'"


def served(form: str, document: str, name: str, *, to_all: bool) -> Response:
    """`document`: the name of its bytes; `name`: what it is called where it is kept."""
    content = platform().documents.get(document)
    response = open_data.opened(content, MEDIA[form]) if to_all else Response(content, mimetype=MEDIA[form])
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = page.policy() if form == "html" else POLICY
    if not to_all:
        response.headers["Cache-Control"] = "private, no-store"
    return response
