"""schemathesis on the four OpenAPI documents: whatever is sent, no 500, and only answers that the document announces."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.security.conftest import SERVICES, forget_limits

CHOSEN = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


def document(world, service):
    return world.apps[service].test_client().get(f"/{service}/api/v1/openapi.json").json


@pytest.mark.parametrize("service", SERVICES)
def test_the_document_is_valid_openapi(world, service):
    found = document(world, service)
    validate(found)
    assert f"/{service}/api/v1/openapi.json" not in found["paths"], "it describes the routes of the service, not itself"


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_announces_its_refusals_as_problem_json(world, service):
    found = document(world, service)
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                assert "default" in operation["responses"], f"{method} {path}"
    problem = found["components"]["responses"]["DEFAULT_ERROR"]
    assert set(problem["content"]) == {"application/problem+json"}


@pytest.mark.parametrize("service", SERVICES)
def test_whatever_is_sent_gives_no_500_and_only_what_is_announced(world, service):
    """Each operation with generated valid and invalid input, as a caller who may do all of it."""
    schema = schemathesis.openapi.from_wsgi(f"/{service}/api/v1/openapi.json", world.apps[service])
    client = world.apps[service].test_client()
    code = world.callers["complainant"](client, service)
    bearer = world.callers["machine" if service == "partners" else "every_staff_role"](client, service)
    tried = []
    for found in schema.get_all_operations():
        operation = found.ok()
        try_out(world, service, operation, {**code, **bearer})
        if service == "partners":
            try_out(world, service, operation, world.callers["every_staff_role"](client, service))
        tried.append(operation.label)
    assert tried


def try_out(world, service, operation, headers):
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        if mode == GenerationMode.POSITIVE or operation.body or operation.query or operation.path_parameters:
            try_mode(world, service, operation, headers, mode)


def try_mode(world, service, operation, headers, mode):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case):
        forget_limits(world, service)
        response = case.call(headers={**(case.headers or {}), **headers})
        case.validate_response(response, checks=CHOSEN)

    attempt()
