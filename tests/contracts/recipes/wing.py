"""Add a wing: public hearings, with one table, one list, one page and one route of the API."""

from tests.contracts.recipes.following import Clone, Recipe, Step

WING = "services/cases/hearings"
PACKAGE = '''"""Public hearings that the office holds.

Knows the core; nothing below knows it.
"""
'''
MODELS = '''"""The table of hearings."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class Hearing(Base):
    """One hearing, on the day on which it is held."""

    __tablename__ = "hearing"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    held_on: Mapped[date]
'''
LISTS = '''"""The list of hearings: by what it may be narrowed."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from flask_babel import lazy_gettext as _l

from services.cases.hearings.models import Hearing
from shared.lists import Filter, Listing


@dataclass(frozen=True, kw_only=True)
class HearingListing(Listing):
    """Hearings, the newest first."""

    held_on: Annotated[date | None, Filter(Hearing.held_on, _l("Dita e seancës publike"))] = None
'''
SCHEMAS = '''"""Hearings as JSON."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class HearingAnswer(Answer):
    id: UUID
    title: str
    held_on: date


@dataclass(frozen=True, kw_only=True)
class HearingList(Answer):
    items: tuple[HearingAnswer, ...]
    next: str | None
'''
QUERIES = '''"""What can be asked of hearings."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.hearings.lists import HearingListing
from services.cases.hearings.models import Hearing
from services.cases.hearings.schemas import HearingAnswer
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.typed import filled


def hearings(session: Session, cursors: Cursors, asked: HearingListing, reading: Reading) -> Page[HearingAnswer]:
    """One page of hearings, the newest first."""
    order = [Hearing.held_on, Hearing.id]
    rows = page_of(session, cursors, select(Hearing), asked, reading, order, descending=True)
    return rows.of(lambda row: filled(HearingAnswer, row))
'''
API = '''"""`/hearings`: the public hearings of the office."""

from services.cases.hearings import queries, schemas
from services.cases.hearings.lists import HearingListing
from shared import access
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import anyone
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("hearings", __name__, description="Public hearings")
BLUEPRINTS = (blueprint,)


@blueprint.route("/hearings")
@blueprint.arguments(HearingListing, location="query")
@blueprint.response(200, schemas.HearingList)
@access.public
def list_hearings(asked: HearingListing) -> Page[schemas.HearingAnswer]:
    """Hearings, newest first."""
    here = platform()
    with here.database.reading() as session:
        return queries.hearings(session, here.cursors, asked, anyone(utc_now()))
'''
PAGES = '''"""The page of hearings."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.cases.hearings import queries
from services.cases.hearings.lists import HearingListing
from shared import access
from shared.clock import utc_now
from shared.lists import anyone
from shared.pages import lists
from shared.platform import platform

blueprint = Blueprint("hearings_pages", __name__)
BLUEPRINTS = (blueprint,)


@blueprint.route("/public/hearings")
@access.public
def hearing_list() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(HearingListing)
    with here.database.reading() as session:
        page = asked.listing and queries.hearings(session, here.cursors, asked.listing, anyone(utc_now()))
    return render_template("cases/hearing_list.html", asked=asked, page=page), asked.status
'''
TEMPLATE = """{% extends "besa/layout.html" %}
{% import "besa/parts.html" as p %}
{% import "besa/form.html" as f %}

{% block title %}{{ _("Seanca publike") }}{% endblock %}

{% block content %}
  <h1 class="govuk-heading-xl">{{ _("Seanca publike") }}</h1>
  {{ f.filters(asked) }}
  <ul class="govuk-list">{% for one in (page["items"] if page else []) %}<li>{{ one.held_on | date_words }}: {{ one.title }}</li>{% endfor %}</ul>
  {{ p.next_page(asked.next_href(page), asked.first_href) }}
{% endblock %}
"""
MIGRATION = '''"""Public hearings."""

import sqlalchemy as sa
from alembic import op

revision = "0900"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table(
        "hearing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hearing"),
    )
'''
ENGLISH = {"Seanca publike": "Public hearings", "Dita e seancës publike": "Day of the public hearing"}
MATRIX = """"GET /cases/api/v1/hearings": anyone
"GET /cases/public/hearings": anyone
"""
NOUN = """
## Hearings

| shqip | English | what it is | table | page |
|---|---|---|---|---|
| seancë publike | hearing | what the office holds in public on one day | `cases.hearing` | `/cases/public/hearings` |
"""
TEST = '''"""Hearings through the door of the API and on their page, with a bad filter."""


def test_the_list_of_hearings_refuses_what_is_no_day(bench):
    client = bench.app.test_client()
    assert client.get("/cases/api/v1/hearings?held_on=soon").status_code == 422
    assert client.get("/cases/public/hearings?held_on=soon").status_code == 422
    assert client.get("/cases/public/hearings").status_code == 200
'''
WINGS, ROUTES, TABLES = (
    "tests/contracts/test_wings.py",
    "tests/contracts/test_routes.py",
    "tests/contracts/test_migrations.py",
)


def new_layers(clone: Clone) -> None:
    """Each layer that it needs, a file each."""
    files = {"__init__": PACKAGE, "models": MODELS, "lists": LISTS, "schemas": SCHEMAS, "queries": QUERIES}
    for name, text in {**files, "api": API, "pages": PAGES}.items():
        clone.add(f"{WING}/{name}.py", text)


def in_the_order(clone: Clone) -> None:
    clone.replace(
        "pyproject.toml", '"(register) | (incoming) | (duty)"', '"(register) | (incoming) | (duty) | (hearings)"'
    )


def as_a_container(clone: Clone) -> None:
    clone.replace(
        "pyproject.toml",
        '"services.cases.gaps", "services',
        '"services.cases.gaps", "services.cases.hearings", "services',
    )


def in_the_app(clone: Clone) -> None:
    app = "services/cases/app"
    imported = "from services.cases.incoming import api as incoming_api\n"
    here = "from services.cases.hearings import api as hearings_api\nfrom services.cases.hearings import pages as hearings_pages\n"
    clone.replace(app, imported, here + imported)
    clone.replace(app, "        incoming_api,\n", "        hearings_api,\n        incoming_api,\n")
    clone.replace(app, "    incoming_pages,\n", "    hearings_pages,\n    incoming_pages,\n")


def told_to_alembic(clone: Clone) -> None:
    told = "services/cases/migrations/env"
    clone.replace(
        told,
        "from services.cases.incoming",
        "from services.cases.hearings import models as hearings\nfrom services.cases.incoming",
    )
    clone.replace(told, "(gaps, ", "(gaps, hearings, ")


def migrated(clone: Clone) -> None:
    versions = sorted((clone.root / "services/cases/migrations/versions").glob("0*.py"))
    clone.add(
        "services/cases/migrations/versions/0900_hearings.py", MIGRATION.replace("{before}", versions[-1].name[:4])
    )


RECIPE = Recipe(
    title="Add a wing",
    steps=(
        Step("the package and its layers", new_layers, "No module named 'services.cases.hearings'"),
        Step(
            "its place in the order of the wings",
            in_the_order,
            "give them a place in the order of pyproject.toml: ['hearings']",
        ),
        Step(
            "its container",
            as_a_container,
            "name them among the containers of pyproject.toml: ['services.cases.hearings']",
        ),
        Step(
            "app.py", in_the_app, "these routes are gone: ['GET /cases/api/v1/hearings', 'GET /cases/public/hearings']"
        ),
        Step("migrations/env.py", told_to_alembic, "load the models of these wings in migrations/env.py: ['hearings']"),
        Step("the migration", migrated, "write a migration that creates these tables: ['hearing']"),
        Step(
            "the template",
            lambda clone: clone.add("services/cases/templates/cases/hearing_list.html", TEMPLATE),
            "write these under services/cases/templates/",
        ),
        Step(
            "make translations", lambda clone: clone.translate(ENGLISH), "en: not translated: 'Dita e seancës publike'"
        ),
        Step(
            "the lines in the matrix",
            lambda clone: clone.append("tests/security/matrix.yaml", MATRIX),
            "write their lines in tests/security/matrix.yaml: ['GET /cases/api/v1/hearings', 'GET /cases/public/hearings']",
        ),
        Step(
            "the noun",
            lambda clone: clone.append("docs/glossary.md", NOUN),
            "give the new table a noun in docs/glossary.md",
        ),
        Step(
            "a test through the door",
            lambda clone: clone.add("tests/cases/test_hearings.py", TEST),
            "write a test in tests/cases/ that calls them, with bad input: ['/cases/api/v1/hearings', '/cases/public/hearings']",
        ),
    ),
    promises=(
        f"{WINGS}::test_every_wing_is_held_to_the_order_of_the_layers",
        "tests/contracts/test_pages.py::test_every_template_that_is_named_is_there[cases]",
        f"{TABLES}::test_alembic_is_told_of_the_tables_of_each_wing[cases]",
        f"{TABLES}::test_each_table_is_created_by_a_migration[cases]",
        f"{ROUTES}::test_every_route_has_its_line_and_every_line_its_route[cases]",
        f"{ROUTES}::test_every_route_is_tried_by_a_test_through_its_door[cases]",
        "tests/shared/test_page_catalogue.py::test_the_catalogues_of_this_repository_are_complete",
        "tests/contracts/test_glossary.py::test_each_table_has_one_noun",
    ),
)
