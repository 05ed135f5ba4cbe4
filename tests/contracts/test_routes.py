"""Each route has its rule, its line in the matrix, one effect per key, and a test that goes through it."""

import pytest
from flask import Flask

from shared import access
from shared.yaml_files import read_yaml
from tests.house import doors
from tests.house.code import ROOT

MATRIX: dict[str, str] = read_yaml(ROOT / "tests" / "security" / "matrix.yaml")

#: OAuth's own route takes no Idempotency-Key; each call makes a token of its own (RFC 6749, section 3.2).
WITHOUT_KEY = {"token"}


@pytest.fixture(scope="module", params=doors.SERVICES)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return doors.built(request.param, tmp_path_factory.mktemp("documents"))


def test_a_service_starts_since_each_of_its_routes_has_an_access_rule(app):
    assert access.unruled(app) == []


def test_every_route_has_its_line_and_every_line_its_route(app):
    there = doors.routes(app)
    written = {line for line in MATRIX if line.split()[1].startswith(f"/{app.name}")}
    assert there - written == set(), f"write their lines in tests/security/matrix.yaml: {sorted(there - written)}"
    assert written - there == set(), f"these routes are gone: {sorted(written - there)}"


def test_every_route_is_tried_by_a_test_through_its_door(app):
    paths = {route.split()[1] for route in doors.routes(app)}
    own = {path for path in paths if "/static/" not in path and not path.endswith(("/openapi.json", "/asyncapi.json"))}
    untried = sorted(path for path in own if not doors.is_tried(path))
    assert not untried, f"write a test in tests/{app.name}/ that calls them, with bad input: {untried}"


@pytest.mark.parametrize("tried", [True, False])
def test_a_path_is_tried_only_where_its_last_word_is_written(tried):
    word = "steps" if tried else "steps-that-nobody-takes"
    assert doors.is_tried(f"/cases/api/v1/cases/<uuid:case_id>/{word}") is tried


def test_a_route_that_changes_something_does_it_once_per_idempotency_key():
    twice = [str(place) for place in doors.answering_twice() if place.what not in WITHOUT_KEY]
    assert not twice, f"end it with idempotency.answer(…): {twice}"
