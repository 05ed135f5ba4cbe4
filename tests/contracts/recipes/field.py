"""Add a field to an obligation: on which shelf its papers stand."""

from tests.contracts.recipes.following import Clone, Recipe, Step

MODELS, SCHEMAS, PAGE = (
    "services/cases/models/obligations",
    "services/cases/schemas/obligations",
    "services/cases/pages/obligation_rows",
)
COLUMN = "    follow_up_on: Mapped[date | None]\n"
MEMBER = "    moot_on: date | None\n    confirmed: str\n    timeliness: BothTimeliness\n"
ROW = "    ]\n    if obligation.next_check:\n"
MIGRATION = '''"""The shelf of an obligation."""

import sqlalchemy as sa
from alembic import op

revision = "0900"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("obligation", sa.Column("shelf", sa.Text(), nullable=True))
'''
TEST = """from shared.app import STAFF_COOKIE


def test_papers_that_stand_nowhere_have_no_shelf(story, bench):
    body, officer = bench.body(), story.officer
    [owed] = story.obligations(story.with_findings().issue(body, items=1), body)
    assert owed["shelf"] is None
    officer.client.set_cookie(STAFF_COOKIE, officer.token, path="/")
    assert "Rafti i letrave" in officer.client.get(f"/cases/staff/obligations/{owed['id']}").text
"""
FIELDS, TABLES = "tests/contracts/test_fields.py", "tests/contracts/test_migrations.py"


def migrated(clone: Clone) -> None:
    versions = sorted((clone.root / "services/cases/migrations/versions").glob("0*.py"))
    clone.add("services/cases/migrations/versions/0900_shelf.py", MIGRATION.replace("{before}", versions[-1].name[:4]))


RECIPE = Recipe(
    title="Add a field to an obligation",
    steps=(
        Step(
            "the column in the model",
            lambda clone: clone.replace(MODELS, COLUMN, f"{COLUMN}    shelf: Mapped[str | None]\n"),
            "no column of an obligation, nor given by name in the query: ['shelf']",
        ),
        Step("the migration", migrated, "write a migration that adds these columns: ['obligation.shelf']"),
        Step(
            "the member of the answer",
            lambda clone: clone.replace(SCHEMAS, MEMBER, f"    shelf: str | None\n{MEMBER}"),
            "add these columns to ObligationAnswer in services/cases/schemas/obligations.py",
        ),
        Step(
            "the row on the page",
            lambda clone: clone.replace(PAGE, ROW, f'        (_("Rafti i letrave"), obligation.shelf or "–"),\n{ROW}'),
            "give these a row with its words in facts_shown, services/cases/pages/obligation_rows.py: ['shelf']",
        ),
        Step(
            "make translations",
            lambda clone: clone.translate({"Rafti i letrave": "Shelf of the papers"}),
            "en: not translated: 'Rafti i letrave'",
        ),
        Step(
            "a test through the door",
            lambda clone: clone.add("tests/cases/test_shelf.py", TEST),
            "write a test in tests/cases/ that says what they hold, through both doors: ['shelf']",
        ),
    ),
    promises=(
        FIELDS,
        f"{TABLES}::test_each_column_is_named_by_a_migration_of_its_table[cases]",
        "tests/shared/test_page_catalogue.py::test_the_catalogues_of_this_repository_are_complete",
    ),
)
