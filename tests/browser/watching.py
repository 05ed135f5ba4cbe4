"""What a page under test may do in the browser, and how it is judged: shared by the fixtures and by the walk."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# wcag22aa by name: the rule on the size of targets is off without it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Of what passed one element a rule is described: of all it took half the time. No rule of these needs the style sheets themselves.
_OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False}
_FOUND = """result => ({
  passed: result.passes.length,
  violations: result.violations.map(({id, help, nodes}) => ({id, help, elements: nodes.map(node => node.html)})),
})"""
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}
DESKTOP = (1100, 900)
PHONE = (390, 844)


def watch(context: BrowserContext, complaints: list[str]) -> None:
    """Keep every page of `context` on loopback; requests elsewhere, console lines and script errors go into `complaints`."""
    context.route("**/*", lambda route: only_loopback(route, complaints))
    context.on("console", lambda message: _note_message(message, complaints))
    context.on("weberror", lambda error: complaints.append(f"script error: {error.error}"))


def violations(page: Page) -> list[str]:
    """One line per violation of WCAG 2.2 A and AA, with the elements concerned."""
    # An address changes before its page is there; what runs in between is torn down with the page before.
    page.wait_for_load_state()
    # Through the debugger, not as a <script>: the page's own policy would rightly refuse it.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8") + "; undefined")
    result: dict[str, Any] = page.evaluate(f"axe.run(document, {json.dumps(_OPTIONS)}).then({_FOUND})")
    assert result["passed"], "axe looked at nothing"
    return [f"{found['id']}: {found['help']}: {found['elements']}" for found in result["violations"]]


def only_loopback(route: Route, complaints: list[str]) -> None:
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
    # So does it tell, as information, that it obeyed a page that asked to be forgotten.
    forgot = message.type == "info" and message.text.startswith("Clear-Site-Data header")
    # GOV.UK's script writes its errors at the level "log", and our pages write nothing at all.
    if not own_status and not forgot:
        complaints.append(f"console: {message.text} ({message.location['url']})")
