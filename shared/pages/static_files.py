"""Style sheet, fonts, script and icon, served under the service's own prefix, compressed, and cached for a year by content."""

import json
import mimetypes
from functools import cache
from pathlib import Path

import flask

BUILD = Path(__file__).parent / "static" / "build"
ENDPOINT = "besa_pages.static"
A_YEAR = 365 * 24 * 3600
#: Made by the build beside each file, the smallest first: what a browser says that it accepts, and the ending of the file.
ENCODINGS = {"br": ".br", "gzip": ".gz"}


def register(app: flask.Flask) -> None:
    """Serve the build under `/<service>/static/build/` and give templates `static("besa.css")`."""
    blueprint = flask.Blueprint("besa_pages", __name__, url_prefix=f"/{app.name}/static/build")
    blueprint.add_url_rule("/<path:filename>", "static", _serve)
    blueprint.after_request(_keep)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["static"] = static
    if not _hashes():
        app.logger.warning("pages have no style sheet: run `npm ci && npm run build`")


def static(name: str) -> str:
    """Return the address of a built file, with the hash of its content in the query."""
    return flask.url_for(ENDPOINT, filename=name, v=_hashes().get(name))


@cache
def _hashes() -> dict[str, str]:
    manifest = BUILD / "manifest.json"
    return dict(json.loads(manifest.read_text("utf-8"))) if manifest.exists() else {}


def _serve(filename: str) -> flask.Response:
    if filename not in _hashes():
        return flask.send_from_directory(BUILD, filename)
    for encoding, ending in ENCODINGS.items():
        if flask.request.accept_encodings.quality(encoding):
            return _compressed(filename, encoding, ending)
    return _varying(flask.send_from_directory(BUILD, filename))


def _compressed(filename: str, encoding: str, ending: str) -> flask.Response:
    mimetype = mimetypes.guess_type(filename)[0]
    response = flask.send_from_directory(BUILD, filename + ending, mimetype=mimetype)
    response.headers["Content-Encoding"] = encoding
    return _varying(response)


def _varying(response: flask.Response) -> flask.Response:
    response.vary.add("Accept-Encoding")
    return response


def _keep(response: flask.Response) -> flask.Response:
    # Only what is asked for by hash or release may be kept unseen; anything else is asked for again (ETag).
    names_content = "v" in flask.request.args or flask.request.path.endswith((".woff2", ".min.js"))
    if response.status_code == flask.Response().status_code and names_content:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
