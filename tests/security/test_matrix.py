"""Who may call what: every route of every service, tried by every kind of caller, against matrix.yaml.

The matrix is written by hand and read by people; the code carries its own rules; this test holds the two together.
tests/contracts/test_routes.py fails for a route that has no line and for a line that has no route.
"""

import re
from pathlib import Path
from uuid import uuid4

import pytest

from shared.pages.search_box import SEARCHES
from shared.pages.staff_menu import PLACES
from shared.yaml_files import read_yaml
from tests.house.doors import routes
from tests.security.conftest import SERVICES, STAFF

MATRIX: dict[str, str] = read_yaml(Path(__file__).parent / "matrix.yaml")
#: A variable of a path, with its converter.
VARIABLE = re.compile(r"<(?:[^<>:]*:)?([^<>]+)>")
CALLERS = (
    "anonymous", "complainant", *STAFF, "staff_gone", "staff_forged", "partner_user", "partner_admin", "partner_link",
    "machine_reads", "machine_writes",
)  # fmt: skip
GROUPS = {
    "anyone": set(CALLERS),
    "staff": set(STAFF),
    "people": {"partner_user", "partner_admin"},
    "machines": {"machine_reads", "machine_writes"},
}


def allowed(line: str) -> set[str]:
    found = set()
    for word in line.split():
        found |= GROUPS.get(word, {word})
    assert found <= set(CALLERS), f"unknown caller in the matrix: {found - set(CALLERS)}"
    return found


@pytest.mark.parametrize("role", STAFF)
def test_the_menu_of_staff_leads_where_the_matrix_lets_them_and_nowhere_else(role):
    offered = {path for _text, path, roles in PLACES if roles is None or role in roles}
    assert offered == {path for _text, path, _roles in PLACES if role in allowed(MATRIX[f"GET {path}"])}


@pytest.mark.parametrize("role", STAFF)
def test_the_box_of_staff_leads_where_the_matrix_lets_them(role):
    leads = next(path for path, roles in SEARCHES if roles is None or role in roles)
    assert role in allowed(MATRIX[f"GET {leads}"])


@pytest.mark.parametrize("service", SERVICES)
def test_every_api_route_is_in_the_openapi_document(world, service):
    document = world.apps[service].test_client().get(f"/{service}/api/v1/openapi.json").json
    described = {f"{m.upper()} {p}" for p, o in document["paths"].items() for m in o if m != "parameters"}
    there = {
        f"{method} {VARIABLE.sub(lambda found: '{' + found[1] + '}', path)}"
        for method, path in (route.split() for route in routes(world.apps[service]))
        if "/api/v1/" in path and not path.endswith(("openapi.json", "asyncapi.json"))
    }
    assert there == {one for one in described if "/api/v1/" in one}


def filled(path: str) -> str:
    parts = [
        str(uuid4())
        if part.startswith("<uuid")
        else "1"
        if part.startswith("<int")
        # What follows the variable, as `.csv`, belongs to the path.
        else f"none{part.partition('>')[2]}"
        if part.startswith("<")
        else part
        for part in path.split("/")
    ]
    return "/".join(parts)


def refused(answer) -> bool:
    to_log_in = answer.status_code in (302, 303) and "next=" in answer.headers.get("Location", "")
    away = answer.status_code in (302, 303) and answer.headers.get("Location", "").split("?")[0] in (
        "/cases/login", "/partners/login", "/intake/mine",
    )  # fmt: skip
    return answer.status_code in (401, 403) or to_log_in or away


#: What a public page itself sends to a log-in is no refusal of the route.
@pytest.mark.parametrize("line", MATRIX)
def test_a_route_lets_in_whom_the_matrix_names_and_nobody_else(world, line):
    method, path = line.split()
    service = path.split("/")[1]
    may = allowed(MATRIX[line])
    wrong = {}
    for caller in CALLERS:
        answer = world.ask(
            caller, service, method, filled(path), **({"json": {}} if "/api/" in path and method != "GET" else {})
        )
        assert answer.status_code < 500, f"{caller}: {answer.status_code}"
        if (caller not in may and not refused(answer)) or (
            caller in may and MATRIX[line] != "anyone" and refused(answer)
        ):
            wrong[caller] = answer.status_code
    assert not wrong, wrong
