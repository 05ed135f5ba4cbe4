"""Add a route: POST /cases/<id>/renamings gives a case another title."""

from tests.contracts.recipes.following import Recipe, Step

PATH = "/cases/api/v1/cases/<uuid:case_id>/renamings"
SCHEMAS = '''

from dataclasses import dataclass
from typing import Annotated

from shared.edges import Answer, Body
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class NewRenaming(Body):
    """Another title for a case."""

    title: Annotated[str, Text(200)]


@dataclass(frozen=True, kw_only=True)
class Renamed(Answer):
    """The title that a case has now."""

    title: str
'''
ACTION = '''"""Renaming a case."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.queries.visibility import find_case
from services.cases.schemas.cases import NewRenaming, Renamed
from shared.principal import Principal


def rename(by: Principal, session: Session, case_id: UUID, wanted: NewRenaming) -> Renamed:
    case = find_case(session, case_id, by, lock=True)
    case.title = wanted.title
    return Renamed(title=case.title)
'''
ROUTE = '''

from services.cases.actions import renaming
from services.cases.schemas import cases as schemas


@blueprint.route("/cases/<uuid:case_id>/renamings", methods=["POST"])
@blueprint.arguments(schemas.NewRenaming)
@blueprint.response(200, schemas.Renamed)
# RULE
def rename_case(body: schemas.NewRenaming, case_id: UUID) -> Response:
    """Give it another title."""
    by = access.current()
    work = lambda session: renaming.rename(by, session, case_id, body)
    return platform().database.run(work)
'''
TEST = """def test_a_case_gets_another_title(client, case_id):
    assert client.post(f"/cases/{case_id}/renamings", json={"title": ""}).status_code == 422
"""
API, ROUTES = "services/cases/api/cases", "tests/contracts/test_routes.py"

RECIPE = Recipe(
    title="Add a route",
    steps=(
        Step(
            "the body and the answer in the schemas",
            lambda clone: clone.append("services/cases/schemas/cases", SCHEMAS),
            "cannot import name 'NewRenaming' from 'services.cases.schemas.cases'",
        ),
        Step(
            "the action",
            lambda clone: clone.add("services/cases/actions/renaming.py", ACTION),
            "cannot import name 'renaming' from 'services.cases.actions'",
        ),
        Step("the route in the api", lambda clone: clone.append(API, ROUTE), f"these routes are gone: ['POST {PATH}']"),
        Step(
            "the access rule",
            lambda clone: clone.replace(API, "# RULE", "@access.staff(*WORKERS)"),
            "routes without an access rule: cases.rename_case",
        ),
        Step(
            "idempotency.answer",
            lambda clone: clone.replace(API, "platform().database.run(work)\n", "idempotency.answer(work, 200)\n"),
            "end it with idempotency.answer(…): ['services/cases/api/cases.py:",
        ),
        Step(
            "the line in the matrix",
            lambda clone: clone.append(
                "tests/security/matrix.yaml", f'"POST {PATH}": case_officer approver commissioner\n'
            ),
            f"write their lines in tests/security/matrix.yaml: ['POST {PATH}']",
        ),
        Step(
            "a test through the door",
            lambda clone: clone.add("tests/cases/test_renaming.py", TEST),
            f"write a test in tests/cases/ that calls them, with bad input: ['{PATH}']",
        ),
    ),
    promises=(
        f"{ROUTES}::test_a_service_starts_since_each_of_its_routes_has_an_access_rule[cases]",
        f"{ROUTES}::test_every_route_has_its_line_and_every_line_its_route[cases]",
        f"{ROUTES}::test_every_route_is_tried_by_a_test_through_its_door[cases]",
        f"{ROUTES}::test_a_route_that_changes_something_does_it_once_per_idempotency_key",
    ),
)
