"""The people of the walk, each in a browser context of their own, with a script and without."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from services.partners.data import institution_id
from tests.browser.watching import DESKTOP, PHONE, watch

#: Bodies of the story by what they did, and their key in the directory; `superior` is that of `refused`.
BODIES = {"answered": "bashkia-tropoje", "refused": "drap-lezhe", "silent": "dvp-kukes", "superior": "akap"}


class Visitor:
    """One person. `page` runs scripts and reads Albanian; `plain` runs none, reads English and has a phone's width."""

    def __init__(self, browser: Browser, url: str, log_in: Callable[[Page], None] | None) -> None:
        self.url = url
        self.complaints: list[str] = []
        self.addresses: dict[str, str] = {}
        self.page = self._page(browser, DESKTOP, None, locale="sq")
        if log_in:
            self.page.goto(url)
            log_in(self.page)
        kept = self.page.context.storage_state()
        self.plain = self._page(browser, PHONE, kept, locale="en", java_script_enabled=False)

    def _page(self, browser: Browser, size: tuple[int, int], kept: Any, **options: Any) -> Page:
        viewport: Any = {"width": size[0], "height": size[1]}
        context: BrowserContext = browser.new_context(
            viewport=viewport, storage_state=kept, base_url=self.url, **options
        )
        watch(context, self.complaints)
        return context.new_page()

    def address(self, route: str, via: tuple[str, ...] = (), which: int = 0) -> str:
        """The address of a page of `route`, found on the page of the last of `via` (its `which`-th such link), and so on back."""
        if "<" not in route:
            return route
        key = f"{route} {which} {via}"
        if key not in self.addresses and route in self.addresses:
            return self.addresses[route]
        if key not in self.addresses:
            self.plain.goto(self.address(via[-1], via[:-1]))
            self.addresses[key] = links_to(self.plain, route)[which]
        return self.addresses[key]

    def close(self) -> None:
        self.page.context.close()
        self.plain.context.close()


def links_to(page: Page, route: str) -> list[str]:
    """The paths on the page that belong to `route`, each once, in order."""
    hrefs = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    paths = dict.fromkeys(urlsplit(href).path for href in hrefs)
    found = [path for path in paths if belongs(path, route)]
    assert found, f"no link to {route} on {page.url}"
    return found


def belongs(path: str, route: str) -> bool:
    """Whether `path` is an address of `route` as Flask writes it."""
    pieces = (
        "[0-9a-f-]{36}" if part.startswith("<uuid") else "[^/]+" if part.startswith("<") else re.escape(part)
        for part in route.split("/")
    )
    return re.fullmatch("/".join(pieces), path) is not None


class People:
    """Every visitor, made when first asked for: a role of the staff, a body of `BODIES`, or "anyone"."""

    def __init__(self, browser: Browser, url: str, credentials: dict[str, Any], database: str) -> None:
        self.url = url
        self.credentials = credentials
        self.database = database
        self._browser = browser
        self._known: dict[str, Visitor] = {}

    def __getitem__(self, name: str) -> Visitor:
        if name not in self._known:
            self._known[name] = Visitor(self._browser, self.url, self._way_in(name))
        return self._known[name]

    def log_in(self, name: str) -> tuple[str, dict[str, str]]:
        """The path of the log-in page of a member of staff or a person of a body, and their username and password."""
        if name in BODIES:
            return "/partners/login", self.body(name)["users"][0]
        return "/cases/login", self.credentials["staff"][name]

    def body(self, name: str) -> dict[str, Any]:
        """What the credentials say of the body that a visitor of `BODIES` is from."""
        sought = str(institution_id(BODIES[name]))
        found: dict[str, Any] = next(one for one in self.credentials["partners"] if one["institution_id"] == sought)
        return found

    def _way_in(self, name: str) -> Callable[[Page], None] | None:
        if name in ("anyone", "complainant"):
            return None
        path, account = self.log_in(name)
        return lambda page: log_in(page, path, account)

    def close(self) -> None:
        for visitor in self._known.values():
            visitor.close()


def log_in(page: Page, path: str, account: dict[str, str]) -> None:
    """Through the page, as anyone does."""
    page.goto(path)
    page.fill("#username", account["username"])
    page.fill("#password", account["password"])
    page.locator("main form button[type=submit]").last.click()
    assert urlsplit(page.url).path != path, f"{account['username']} was not let in"
