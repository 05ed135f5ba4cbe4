"""What pages of other sites may ask for: what is published, and nothing that belongs to a session, a token or a code."""

import pytest

from shared import access
from tests.security.conftest import SERVICES
from tests.security.test_matrix import MATRIX, filled

ELSEWHERE = "https://gazeta.example"
#: Public and read by nobody else's page: a check code may be guessed only from one's own address; a token belongs to one subscriber.
CLOSED = {
    "GET /cases/api/v1/public/letter-check",
    "GET /notifications/api/v1/public/subscriptions/<string:token>",
}
PUBLISHED = ("/public/", "/open-data/")
ANSWERED = "Access-Control-Allow-Origin"


def may_be_asked(line):
    path = line.split()[1]
    inside = path.partition("/api/v1")[2].startswith(PUBLISHED) or path.endswith((".atom", ".ics", ".svg"))
    harvested = line == "POST /notifications/api/v1/public/oai"
    return (line.startswith("GET ") and inside and line not in CLOSED) or harvested


def asks_first(client, line, **headers):
    method, path = line.split()
    asked = {"Origin": ELSEWHERE, "Access-Control-Request-Method": method, **headers}
    return client.options(filled(path), headers=asked)


def of(service):
    return [line for line in MATRIX if line.split()[1].startswith(f"/{service}/")]


@pytest.mark.parametrize("service", SERVICES)
def test_a_browser_that_asks_first_is_let_in_to_what_is_published_alone(world, service):
    client, wrong = world.apps[service].test_client(), []
    for line in of(service):
        answer = asks_first(client, line)
        allowed = (
            answer.headers.get(ANSWERED) == "*" and line.split()[0] in answer.headers["Access-Control-Allow-Methods"]
        )
        if allowed is not may_be_asked(line):
            wrong.append(line)
    assert wrong == []
    assert any(map(may_be_asked, of(service)))


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_that_is_not_published_says_of_itself_that_any_page_may_read_it(world, service):
    for line in of(service):
        if line.startswith("GET ") and not may_be_asked(line):
            answer = world.apps[service].test_client().get(filled(line.split()[1]), headers={"Origin": ELSEWHERE})
            assert ANSWERED not in answer.headers, line


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_published_is_read_from_elsewhere_refusals_too_and_no_credential_comes_along(world, service):
    for line in filter(may_be_asked, of(service)):
        method, path = line.split()
        if path.endswith((".atom", ".ics", ".svg")):
            continue
        answer = world.apps[service].test_client().open(filled(path), method=method, headers={"Origin": ELSEWHERE})
        assert answer.status_code in (200, 404, 422), line
        assert answer.headers[ANSWERED] == "*", line
        assert "Access-Control-Allow-Credentials" not in answer.headers
        if answer.status_code == 200 and method == "GET":
            assert answer.headers["ETag"] or answer.is_streamed, line
            assert 'rel="license"' in answer.headers["Link"], line


def test_asking_first_needs_no_database_and_lets_no_header_with_a_credential_through(world):
    client = world.apps["cases"].test_client()
    answer = asks_first(
        client,
        "GET /cases/api/v1/public/recommendations",
        **{"Access-Control-Request-Headers": "authorization, if-none-match"},
    )
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert int(answer.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("caller", ["commissioner", "partner_admin", "machine_reads", "complainant"])
def test_who_is_signed_in_gets_what_anybody_gets(world, caller):
    path = "/cases/api/v1/public/recommendations"
    signed = world.ask(caller, "cases", "GET", path, headers={"Origin": ELSEWHERE})
    anybody = world.ask("anonymous", "cases", "GET", path, headers={"Origin": ELSEWHERE})
    assert signed.data == anybody.data
    assert signed.headers.getlist("Set-Cookie") == []
    closed = world.ask(
        caller,
        "cases",
        "OPTIONS",
        "/cases/api/v1/cases",
        headers={"Origin": ELSEWHERE, "Access-Control-Request-Method": "GET"},
    )
    assert ANSWERED not in closed.headers


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"Origin": ELSEWHERE},
        {"Access-Control-Request-Method": "GET"},
        {"Origin": ELSEWHERE, "Access-Control-Request-Method": "DELETE"},
        {"Origin": ELSEWHERE, "Access-Control-Request-Method": "x" * 900},
    ],
)
def test_what_is_no_such_question_is_answered_as_ever(world, asked):
    answer = world.apps["cases"].test_client().options("/cases/api/v1/public/recommendations", headers=asked)
    assert answer.status_code == 200
    assert ANSWERED not in answer.headers
    assert "GET" in answer.headers["Allow"]


def test_a_rule_for_any_site_lets_in_everybody_and_looks_at_no_role(world):
    for app in world.apps.values():
        rules = [rule for view in app.view_functions.values() if (rule := getattr(view, "access", None)) and rule.sites]
        assert rules
        assert {(rule.kinds, rule.roles, rule.scope) for rule in rules} == {
            (access.Rule(frozenset({"public"})).kinds, frozenset(), None)
        }
