"""A real Chromium for the tests that look at pages as a person does: offline, accessible, without an error in its console.

The browser may talk to loopback only. Whatever else a page asks for is refused and fails the test, as does any error in
the console; both are checked when a test ends, so no test can forget them.
"""

import json
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import flask
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
BUILD = ROOT / "shared" / "pages" / "static" / "build" / "manifest.json"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# wcag22aa by name: the rule on the size of targets is off without it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}
DESKTOP = (1100, 900)
PHONE = (390, 844)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the one Chromium of the run."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is missing: install Debian's package `chromium` (apt-get install -y chromium).")
    for built in (AXE, BUILD):
        if not built.exists():
            pytest.fail(f"{built.relative_to(ROOT)} is missing: run `npm ci && npm run build`.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, serve: Callable[[flask.Flask], str]) -> Iterator[Callable[..., Page]]:
    """Give `open_page(url, size=DESKTOP, javascript=True, language="sq")`; the pages are judged when the test ends."""
    # It asks for `serve` to outlive it: a server that ends under an open page is an error in that page's console.
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(url: str, size: tuple[int, int] = DESKTOP, *, javascript: bool = True, language: str = "sq") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=javascript, locale=language
        )
        contexts.append(context)
        context.route("**/*", lambda route: _only_loopback(route, complaints))
        context.on("console", lambda message: _note_message(message, complaints))
        context.on("weberror", lambda error: complaints.append(f"script error: {error.error}"))
        page = context.new_page()
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Give `axe(page)`: one line per violation of WCAG 2.2 A and AA, with the elements concerned."""

    def run(page: Page) -> list[str]:
        # Through the debugger, not as a <script>: the page's own policy would rightly refuse it.
        page.evaluate(AXE.read_text("utf-8") + "; undefined")
        options = json.dumps({"runOnly": {"type": "tag", "values": TAGS}})
        result: dict[str, Any] = page.evaluate(f"axe.run(document, {options})")
        assert result["passes"], "axe looked at nothing"
        return [
            f"{violation['id']}: {violation['help']}: {[node['html'] for node in violation['nodes']]}"
            for violation in result["violations"]
        ]

    return run


@pytest.fixture
def serve() -> Iterator[Callable[[flask.Flask], str]]:
    """Give `serve(app)`: the address of `app`, running on a free port of loopback until the test ends."""
    running = []

    def start(app: flask.Flask) -> str:
        server = make_server("127.0.0.1", 0, app, server_class=_Server, handler_class=_Handler)
        thread = threading.Thread(target=server.serve_forever, name=f"serve {app.name}")
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingMixIn, WSGIServer):
    """The standard library's: werkzeug's forgets to close a file when the browser no longer wants it."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(WSGIRequestHandler):
    # A browser opens connections ahead of need and says nothing on them.
    timeout = 5

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass


def _only_loopback(route: Route, complaints: list[str]) -> None:
    if urlsplit(route.request.url).hostname in LOOPBACK:
        route.continue_()
    else:
        complaints.append(f"asked for {route.request.url}")
        route.abort()


def _note_message(message: ConsoleMessage, complaints: list[str]) -> None:
    # Chromium reports the status of the document itself; a form page that answers 422 is meant to.
    own_status = (
        message.text.startswith("Failed to load resource")
        and message.page is not None
        and message.location["url"].split("#")[0] == message.page.url.split("#")[0]
    )
    # GOV.UK's script writes its errors at the level "log", and our pages write nothing at all.
    if not own_status:
        complaints.append(f"console: {message.text} ({message.location['url']})")
