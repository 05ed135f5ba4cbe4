"""What anybody may take and use: under a licence, from pages of any site, and not fetched again while it is the same.

Pages of other sites may ask for what carries the rule `access.any_site`, and for nothing else. No answer allows a credential to come along, and no
header that holds one may be sent: what is asked from elsewhere is asked by nobody in particular.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping

from flask import Flask, Response, current_app, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from shared.access import Rule
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

#: Of any answer, refusals too: a page that asks is to read why it got nothing.
FROM_ANYWHERE = ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cross-Origin-Resource-Policy")
#: What a browser asks leave for before it sends it; without this one, what has an ETag is sent whole each time.
MAY_SEND = "If-None-Match"
#: For so many seconds a browser need not ask again whether it may; none remembers it longer than two hours or a day.
REMEMBERED = 86_400


def register(app: Flask) -> None:
    """Let pages of any site ask for what carries `access.any_site`. Before the rules of the views: who asks whether it may is nobody yet."""
    app.before_request(_preflight)
    app.after_request(_from_anywhere)


def _preflight() -> Response | None:
    """What a browser asks before it asks (Fetch standard, CORS-preflight request); None for anything else, which is answered as ever."""
    wanted = request.headers.get("Access-Control-Request-Method")
    if request.method != "OPTIONS" or wanted is None or "Origin" not in request.headers or not _open(wanted):
        return None
    headers = {name: HEADERS[name] for name in FROM_ANYWHERE}
    may = [method for method in ("GET", "HEAD", "POST") if _open(method)]
    headers |= {"Access-Control-Allow-Methods": ", ".join(may), "Access-Control-Allow-Headers": MAY_SEND}
    return Response(status=204, headers={**headers, "Access-Control-Max-Age": str(REMEMBERED)})


def _open(method: str) -> bool:
    """Whether pages of any site may ask for this address by that method."""
    adapter = request_ctx.url_adapter
    try:
        endpoint, _arguments = adapter.match(method=method) if adapter else ("", None)
    except HTTPException:
        return False
    return _rule(endpoint).sites


def _rule(endpoint: str | None) -> Rule:
    found: Rule = getattr(current_app.view_functions.get(endpoint or ""), "access", Rule(frozenset()))
    return found


def _from_anywhere(response: Response) -> Response:
    if request.method == "OPTIONS" or response.mimetype == "text/html" or not _rule(request.endpoint).sites:
        return response
    for name in FROM_ANYWHERE:
        response.headers[name] = HEADERS[name]
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        response.headers.setdefault("Cache-Control", HEADERS["Cache-Control"])
        response.headers.setdefault("Link", HEADERS["Link"])
        if not response.is_streamed and "ETag" not in response.headers:
            response.add_etag()
            response.make_conditional(request)
    return response


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
