"""Each of the twenty duties has its pages, calls, events, figure and tests, and its pages are found from the first page of the staff."""

import re
from collections import deque
from functools import cache
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest

from shared.app import STAFF_COOKIE
from shared.events import catalogue
from shared.staff import issue_token
from tests.house import doors
from tests.rules.duties import DUTIES, markdown

ROOT = Path(__file__).parents[2]
CLICKS = 3
BY_KEY = {one["key"]: one for one in DUTIES}


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    return set().union(
        *(doors.routes(doors.built(service, tmp_path_factory.mktemp("documents"))) for service in doors.SERVICES)
    )


@cache
def names_of_tests():
    return {
        name for path in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"def (test_\w+)", path.read_text())
    }


def test_there_are_eight_of_protection_six_of_monitoring_and_six_of_promotion():
    assert [one["key"] for one in DUTIES] == [
        f"{group}{n}" for group, most in (("P", 8), ("M", 6), ("R", 6)) for n in range(1, most + 1)
    ]


@pytest.mark.parametrize("key", BY_KEY)
def test_each_page_call_event_and_test_of_a_duty_is_there(routes, key):
    duty = BY_KEY[key]
    named = [f"GET {path}" for path in (*duty["pages"], *duty.get("public", ()))] + [*duty["api"], duty["figure"]]
    assert set(named) - routes == set()
    types = {getattr(one, "type", None) for one in vars(catalogue).values()}
    assert set(duty["events"]) - types == set()
    assert duty["tests"], "a duty that no test shows is no duty"
    assert set(duty["tests"]) - names_of_tests() == set()


def test_a_person_of_the_office_finds_each_from_the_first_page_within_three_clicks(world):
    wanted = {path for one in DUTIES for path in one["pages"]}
    found = reached(world, wanted)
    far = {path: found.get(path) for path in sorted(wanted) if found.get(path, CLICKS + 1) > CLICKS}
    assert far == {}


def reached(world, wanted):
    """How many clicks of the commissioner it takes to each page, as far as the clicks go. What takes an id leads on as any other page does."""
    world.staff("commissioner")
    clicks, waiting = {"/cases/": 0}, deque(["/cases/"])
    while waiting and wanted - clicks.keys():
        path = waiting.popleft()
        if clicks[path] == CLICKS:
            continue
        for link in links(world, path):
            if link not in clicks:
                clicks[link] = clicks[path] + 1
                waiting.append(link)
    return clicks


def links(world, path):
    client = world.apps[path.split("/")[1]].test_client()
    client.set_cookie(
        STAFF_COOKIE, issue_token(world.signing_key, world.people["commissioner"], session_id=uuid4()), path="/"
    )
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, (path, answer.status_code)
    found = re.findall(r'<a\b[^>]*href="(/[^"#?]*)', answer.text)
    services = tuple(world.apps)
    return [
        unescape(one) for one in found if one.split("/")[1] in services and "/api/" not in one and "/static/" not in one
    ]


def test_the_document_is_what_the_data_says():
    assert (ROOT / "docs" / "mandate.md").read_text() == markdown(), "run `make docs`"
