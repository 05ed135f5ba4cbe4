"""Four apps behind one address: the first segment of the path names the service, and the path stays whole."""

from collections.abc import Iterable, Mapping
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from deploy import FRONT_PAGE


class Dispatcher:
    """werkzeug's DispatcherMiddleware would move the segment to SCRIPT_NAME, where our routes would not find it."""

    def __init__(self, apps: Mapping[str, WSGIApplication]) -> None:
        self._apps = apps

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        app = self._apps.get(path.removeprefix("/").partition("/")[0])
        if app is not None:
            return app(environ, start_response)
        if path in ("", "/"):
            return redirect(FRONT_PAGE)(environ, start_response)
        problem = '{"type": "urn:besa:problem:not_found", "title": "Not Found", "status": 404, "code": "not_found"}'
        return Response(problem, 404, content_type="application/problem+json")(environ, start_response)
