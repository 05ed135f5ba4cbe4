"""A real Chromium for the tests that look at pages as a person does: offline, accessible, without an error in its console.

The browser may talk to loopback only. Whatever else a page asks for is refused and fails the test, as does any error in
the console; both are checked when a test ends, so no test can forget them.
"""

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import flask
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.installation import played
from tests.browser.visitors import People
from tests.browser.watching import AXE, DESKTOP, ROOT, violations, watch

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


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def people(browser: Browser) -> Iterator[People]:
    """Give the people of one installation in which the story has been played."""
    with played() as (url, credentials, database):
        everyone = People(browser, url, credentials, database)
        yield everyone
        everyone.close()


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
        watch(context, complaints)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Give `axe(page)`: the violations of WCAG 2.2 A and AA."""
    return violations


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

    # A request that is still being answered ends before the database under it does.
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(WSGIRequestHandler):
    # A browser opens connections ahead of need and says nothing on them.
    timeout = 5

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass
