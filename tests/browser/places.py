"""Every page of the four services, out of the matrix of who may what; and the way of a visitor to one: link by link."""

import re
from collections import defaultdict, deque
from collections.abc import Collection
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from shared.yaml_files import read_yaml
from tests.browser.visitors import BODIES, People, Visitor, belongs

MATRIX: dict[str, str] = read_yaml(Path(__file__).parents[1] / "security" / "matrix.yaml")
FOR_MACHINES = re.compile(r"/\w+/(api|oauth|static|feeds|livez|readyz|metrics)\b")
#: Whoever works with cases first: most pages are theirs.
STAFF = ("case_officer", "intake_officer", "approver", "commissioner", "publisher", "auditor", "admin")
#: The visitors that a word of the matrix stands for, where it is not the name of one.
VISITORS: dict[str, Collection[str]] = {"staff": STAFF, "people": BODIES, "partner_admin": BODIES, "partner_link": ()}
#: So many addresses of one route are followed: letters differ in what they enclose, acts in what may be done with them.
INSTANCES = 12
#: What nobody has in the story, and is saved rather than read: it is fetched where it comes about.
FETCHED_ELSEWHERE = {
    "/cases/staff/obligations/<uuid:obligation_id>/files/<string:document>/original": "tests/cases/test_hostile_files.py",
    "/intake/staff/complaints/<uuid:complaint_id>/files/<uuid:evidence_id>/original": "tests/intake/test_evidence.py",
    "/cases/staff/recommendations/<uuid:act_id>/advice-letter": "tests/cases/test_advice.py",
    "/intake/mine/messages/<uuid:message_id>/letter": "tests/intake/test_consumers.py",
}


def pages() -> dict[str, list[str]]:
    """The routes that answer people, each with the visitors who may look."""
    visitors_of = {}
    for line, words in MATRIX.items():
        method, route = line.split()
        if method == "GET" and not FOR_MACHINES.match(route) and route not in FETCHED_ELSEWHERE:
            visitors_of[route] = [name for word in words.split() for name in VISITORS.get(word, [word])]
    return visitors_of


PAGES = pages()


class Way:
    """One visitor's way through the pages: from those without an id in their address, breadth first, no further than needed."""

    def __init__(self, visitor: Visitor, name: str) -> None:
        self._visitor = visitor
        self._routes = [route for route, visitors in PAGES.items() if name in visitors or "anyone" in visitors]
        self._known: dict[str, list[str]] = defaultdict(list)
        self._ahead: deque[str] = deque(route for route in self._routes if "<" not in route)
        for route, address in visitor.addresses.items():
            if route in self._routes:
                self._note(route, address)

    def to(self, route: str) -> str | None:
        """An address of `route`, if links lead there."""
        if "<" not in route:
            return route
        while not self._known[route] and self._ahead:
            self._read(self._ahead.popleft())
        return next(iter(self._known[route]), None)

    def _read(self, address: str) -> None:
        answer = self._visitor.plain.request.get(address, max_redirects=0)
        if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            for link in Links(answer.text()).hrefs:
                path = urlsplit(urljoin(address, link)).path
                for route in self._routes:
                    if "<" in route and belongs(path, route):
                        self._note(route, path)

    def _note(self, route: str, address: str) -> None:
        known = self._known[route]
        if address not in known and len(known) < INSTANCES:
            known.append(address)
            self._ahead.append(address)


class Links(HTMLParser):
    """Where the links of a page lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.hrefs += [value for name, value in attrs if name == "href" and value]


class Guide:
    """Who of those that may look at a page gets to it, and where it is."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._ways: dict[str, Way] = {}

    def to(self, route: str) -> tuple[Visitor, str]:
        """Raises `AssertionError` for a page that nobody gets to."""
        for name in PAGES[route]:
            if name not in self._ways:
                self._ways[name] = Way(self._people[name], name)
            if address := self._ways[name].to(route):
                return self._people[name], address
        raise AssertionError(f"no link leads {PAGES[route]} to {route}: bring it about in tests/browser/staging.py")
