"""The OpenAPI documents say what a client must know that nobody talks to: how to sign in, what to send, what may be refused."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Flask

from services.cases.domain.bodies import BodyClass
from services.cases.domain.case import Origin
from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import Assessed, Claimed, Delivery
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.terms import RollOver, StartEvent
from services.partners.domain import CAME_BY
from shared.access import Rule
from shared.errors import pointers
from shared.events import printed
from shared.events.catalogue import codes
from shared.openapi import SCHEMES
from tests.house import doors

METHODS = ("get", "post", "put", "patch", "delete")


class Operation(NamedTuple):
    name: str
    method: str
    path: str
    said: dict[str, Any]
    rule: Rule


class Contract(NamedTuple):
    service: str
    document: dict[str, Any]
    operations: list[Operation]


def _rules(app: Flask) -> dict[tuple[str, str], Rule]:
    return {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)): app.view_functions[rule.endpoint].access
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }


def _operations(app: Flask, document: dict[str, Any]) -> Iterator[Operation]:
    rules = _rules(app)
    for path, said in document["paths"].items():
        for method in METHODS:
            if method in said:
                yield Operation(f"{method} {path}", method, path, said[method], rules[method, path])


@pytest.fixture(scope="module", params=doors.SERVICES)
def contract(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Contract:
    app = doors.built(request.param, tmp_path_factory.mktemp("documents"))
    answer = app.test_client().get(f"/{app.name}/api/v1/openapi.json", headers={"Host": "127.0.0.1"})
    document: dict[str, Any] = answer.get_json()
    return Contract(app.name, document, list(_operations(app, document)))


def test_every_operation_says_how_its_callers_sign_in(contract):
    declared = contract.document["components"].get("securitySchemes", {})
    assert contract.operations and not set(declared) - set(SCHEMES)
    for one in contract.operations:
        asked = [scheme for way in one.said["security"] for scheme in way]
        wanted = [] if "public" in one.rule.kinds else sorted(one.rule.kinds)
        assert asked == wanted and set(asked) <= set(declared), one.name
        if one.rule.scope and "partner" in one.rule.kinds:
            assert {"partner": [one.rule.scope]} in one.said["security"], one.name
            assert one.rule.scope in declared["partner"]["flows"]["clientCredentials"]["scopes"], one.name
        assert ("401" in one.said["responses"]) is ("403" in one.said["responses"]) is bool(asked), one.name


def test_every_operation_has_a_name_of_its_own_and_the_document_an_address(contract):
    names = [one.said["operationId"] for one in contract.operations]
    assert len(set(names)) == len(names)
    assert [one["url"] for one in contract.document["servers"]] == ["http://127.0.0.1:8000"]


def test_what_may_be_refused_is_described(contract):
    answers = contract.document["components"]["responses"]
    for one in contract.operations:
        wanted = {"429"} | ({"409", "422"} if one.method != "get" else set()) | ({"404"} if "{" in one.path else set())
        assert wanted <= set(one.said["responses"]), one.name
        for status, said in one.said["responses"].items():
            if status >= "400" and status != "default":
                found = answers[said["$ref"].rsplit("/", 1)[1]] if "$ref" in said else said
                assert set(found["content"]) == {"application/problem+json"}, one.name
                assert len(found["description"].split()) > 5, f"{one.name}: {status} says what it means"


def test_what_must_be_sent_beside_the_body_is_a_parameter(contract):
    for one in contract.operations:
        headers = {said["name"]: said["required"] for said in one.said.get("parameters", ()) if said["in"] == "header"}
        assert ("Idempotency-Key" in headers) is (one.method == "post"), one.name
        assert headers.get("If-Match", False) is (
            "wants If-Match" in one.said.get("description", "") + one.said["summary"]
        )


def test_no_pattern_is_one_that_python_alone_reads(contract):
    for pattern in _of(contract.document, "pattern"):
        assert "\\Z" not in pattern and "\\A" not in pattern and "(?P<" not in pattern, pattern
        assert pattern.startswith("^") and pattern.endswith("$"), f"{pattern}: of the whole text"


def _of(node: object, name: str) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get(name), str):
            yield node[name]
        for inner in node.values():
            yield from _of(inner, name)
    elif isinstance(node, list):
        for inner in node:
            yield from _of(inner, name)


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        ({"json": {"items": {0: {"due": ["Not a valid date."]}}}}, "/items/0/due"),
        ({"json": {"a/b~c": ["Unknown field."]}}, "/a~1b~0c"),
        ({"json": ["Invalid input type."]}, ""),
        ({"query": {"after": ["x"]}}, "/after"),
        ({"json": {"_schema": ["x"]}}, ""),
    ],
)
def test_a_pointer_is_one_of_rfc_6901(messages, found):
    assert [one["pointer"] for one in pointers(messages)] == [found]


@pytest.mark.parametrize("service", doors.SERVICES)
def test_the_events_say_where_the_broker_is_and_how_one_signs_in_to_it(service):
    document = printed.asyncapi(service)
    schemes = set(document["components"]["securitySchemes"])
    secured = [document["servers"]["broker"], *document["operations"].values()]
    for one in secured:
        named = [said["$ref"].rsplit("/", 1)[1] for said in one["security"]]
        assert named and set(named) <= schemes
    for pattern in _of(document, "pattern"):
        assert pattern.startswith("^") and pattern.endswith("$"), f"{pattern}: of the whole text, and read by all"


#: Members of the answers of cases, and the set of words of the domain that they are of.
WORDS = {
    "delivery": Delivery,
    "claimed": Claimed,
    "assessed": Assessed,
    "rung": RungKey,
    "origin": Origin,
    "start_event": StartEvent,
    "roll_over": RollOver,
    "class": BodyClass,
    "act_status": ActStatus,
}


def _members(node: object, name: str) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        found = node.get("properties", {}).get(name)
        if isinstance(found, dict) and "string" in found.get("type", ()):
            yield found
        for inner in node.values():
            yield from _members(inner, name)


@pytest.mark.parametrize("name", WORDS)
def test_a_word_of_the_domain_is_listed_from_there(name, tmp_path):
    app = doors.built("cases", tmp_path)
    document = app.test_client().get("/cases/api/v1/openapi.json", headers={"Host": "127.0.0.1"}).get_json()
    found = list(_members(document["components"]["schemas"], name))
    assert found, "such a member is answered"
    for one in found:
        assert set(one["enum"]) - {None} == {word.value for word in WORDS[name]}


#: Schema and member of partners → the list of the catalogue, by which its words came.
PASSED_ON = {
    ("DispatchAnswer", "role"): codes.ADDRESSEE_ROLES,
    ("DispatchAnswer", "expects"): codes.EXPECTS,
    ("DispatchAnswer", "channel"): CAME_BY,
    ("DispatchAnswer", "withdrawn_reason"): codes.WITHDRAWALS,
    ("FeedItem", "role"): codes.ADDRESSEE_ROLES,
    ("ItemDueAnswer", "cause"): codes.CLOCK_ENTRIES,
    ("ClockLineAnswer", "why"): codes.CLOCK_DAYS,
    ("ClockTermAnswer", "unit"): codes.TERM_UNITS,
    ("ClockTermAnswer", "start_event"): codes.START_EVENTS,
}


def test_what_partners_passes_on_of_others_is_listed_as_the_catalogue_lists_it(tmp_path):
    app = doors.built("partners", tmp_path)
    document = app.test_client().get("/partners/api/v1/openapi.json", headers={"Host": "127.0.0.1"}).get_json()
    schemas = document["components"]["schemas"]
    listed = {place: schemas[place[0]]["properties"][place[1]].get("enum", []) for place in PASSED_ON}
    assert {place: set(words) - {None} for place, words in listed.items()} == {
        place: set(words) for place, words in PASSED_ON.items()
    }


def test_every_list_and_nothing_else_says_how_a_cursor_ends(contract):
    """A client that pages has one way on, whichever list it reads: 410 with `next` where the cursor's time was lost."""
    lists = {
        one.name
        for one in contract.operations
        if "after" in {said["name"] for said in one.said["parameters"] if "name" in said}
    }
    assert lists
    assert lists == {one.name for one in contract.operations if "410" in one.said["responses"]}
    assert lists <= {one.name for one in contract.operations if "400" in one.said["responses"]}
    gone = contract.document["components"]["responses"]["GONE"]
    assert "`next`" in gone["description"]
    assert set(gone["content"]) == {"application/problem+json"}
    assert "next" in contract.document["components"]["schemas"]["Problem"]["properties"]
