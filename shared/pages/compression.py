"""A page is compressed for somebody of whom the server knows nothing yet, and for nobody else.

A compressed answer tells by its length how much of what somebody else put into it stands in it already (BREACH): the form
token and what a child wrote could be guessed letter by letter. Who comes without a cookie has neither; that first visit is
also the one in which everything else has to be loaded, often over a slow line.
"""

import gzip

import flask

#: Bytes under which the head of a compressed file outweighs what it saves.
WORTH_IT = 1000
LEVEL = 6


def register(app: flask.Flask) -> None:
    """Compress pages of `app` for whoever brings no cookie and accepts gzip."""
    app.after_request(_compress)


def _compress(response: flask.Response) -> flask.Response:
    if response.mimetype != "text/html" or response.is_streamed or response.content_encoding:
        return response
    response.vary.update(("Accept-Encoding", "Cookie"))
    strange = not flask.request.cookies and "Authorization" not in flask.request.headers
    if strange and flask.request.accept_encodings.quality("gzip") and (response.content_length or 0) > WORTH_IT:
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
