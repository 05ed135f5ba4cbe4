"""Add an event: cases tells intake that a case got another title."""

from tests.contracts.recipes.following import Recipe, Step

EVENT = '''

@dataclass(frozen=True, kw_only=True)
class CaseRenamed(Event):
    """A case got another title."""

    type: ClassVar[str] = "cases.case.renamed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake",)

    case_id: UUID
'''
PUBLISH = '''"""Renaming a case."""

from uuid import UUID

from sqlalchemy.orm import Session

from shared.events.catalogue import CaseRenamed
from shared.messaging.outbox import publish


def rename(session: Session, case_id: UUID) -> None:
    publish(session, CaseRenamed(case_id=case_id), case_id)
'''
HANDLER = """

from shared.events.catalogue import CaseRenamed


@subscriptions.on(CaseRenamed)
def renamed(session: Session, event: Received[CaseRenamed]) -> None:
    return None
"""
TEST = "def test_a_renamed_case_is_noted():\n    assert 'CaseRenamed'\n"
CATALOGUE, DOCS = "tests/contracts/test_catalogue.py", "tests/contracts/test_docs.py"


RECIPE = Recipe(
    title="Add an event",
    steps=(
        Step(
            "the class in the catalogue",
            lambda clone: clone.append("shared/events/catalogue/cases", EVENT),
            "CaseRenamed",
        ),
        Step(
            "publish in the actions",
            lambda clone: clone.add("services/cases/actions/renaming.py", PUBLISH),
            "publish(session, ['CaseRenamed'](…), …) is missing in its actions",
        ),
        Step(
            "the handler",
            lambda clone: clone.append("services/intake/consumers", HANDLER),
            "add a handler in services/intake/consumers for ['cases.case.renamed.v1']",
        ),
        Step("make docs", lambda clone: clone.run("-m", "shared.events"), "run `make docs`"),
        Step(
            "a test of the handler",
            lambda clone: clone.add("tests/intake/test_renamed.py", TEST),
            "write a test of these handlers in tests/intake/: ['CaseRenamed']",
        ),
    ),
    promises=(
        f"{CATALOGUE}::test_a_service_handles_exactly_the_events_that_name_it[intake]",
        f"{CATALOGUE}::test_a_service_publishes_exactly_the_events_that_carry_its_name[cases]",
        f"{CATALOGUE}::test_every_handler_has_a_test_with_a_real_envelope[intake]",
        f"{CATALOGUE}::test_an_event_has_no_field_that_could_carry_free_text",
        f"{CATALOGUE}::test_a_published_version_still_loads_its_frozen_sample",
        f"{DOCS}::test_docs_events_is_what_the_catalogue_prints",
    ),
)
