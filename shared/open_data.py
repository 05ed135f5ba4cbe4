"""What anybody may take and use: under a licence, from pages of any site, and not fetched again while it is the same."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from flask import Response, request

from shared.typed import Shape, dump

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
HEADERS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Link": f'<{LICENCE}>; rel="license"',
    # To be kept, and asked for each time: what was taken back may not be read for even a minute from a store on the way.
    "Cache-Control": "public, no-cache",
}


def opened(content: bytes, mimetype: str) -> Response:
    """An answer for anybody; 304 for whoever has it already."""
    response = Response(content, mimetype=mimetype, headers=dict(HEADERS))
    response.set_etag(hashlib.sha256(content).hexdigest())
    response.make_conditional(request)
    return response


def streamed(content: Iterator[str], mimetype: str, mark: str) -> Response:
    """A long answer for anybody, written as it is read; `mark`: another one where the content is another. 304 for whoever has it already: then
    nothing of the content is made.
    """
    response = Response(content, mimetype=mimetype, headers=dict(HEADERS))
    # Else werkzeug makes all of it to know its length.
    response.implicit_sequence_conversion = False
    response.set_etag(hashlib.sha256(f"{mimetype} {mark}".encode()).hexdigest())
    response.make_conditional(request)
    return response


def as_json(value: Shape) -> Response:
    """A value as JSON for anybody."""
    return opened(json.dumps(dump(value), ensure_ascii=False).encode(), "application/json")
