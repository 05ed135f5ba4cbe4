"""Style sheet, fonts, script and icon, served under the service's own prefix and cached for a year by content."""

import json
from functools import cache
from pathlib import Path

import flask

BUILD = Path(__file__).parent / "static" / "build"
ENDPOINT = "besa_pages.static"
A_YEAR = 365 * 24 * 3600


def register(app: flask.Flask) -> None:
    """Serve the build under `/<service>/static/build/` and give templates `static("besa.css")`."""
    blueprint = flask.Blueprint(
        "besa_pages", __name__, static_folder=BUILD, static_url_path=f"/{app.name}/static/build"
    )
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


def _keep(response: flask.Response) -> flask.Response:
    # Only what is asked for by hash or release may be kept unseen; anything else is asked for again (ETag).
    names_content = "v" in flask.request.args or flask.request.path.endswith((".woff2", ".min.js"))
    if response.status_code == flask.Response().status_code and names_content:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
