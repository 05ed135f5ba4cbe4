"""Concluded visits of bodies."""

import sqlalchemy as sa
from alembic import op

revision = "0200"
down_revision = "0198"


def upgrade() -> None:
    op.create_table(
        "body_visit",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("concluded_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_body_visit")),
    )
    op.create_index(op.f("ix_body_visit_institution_id"), "body_visit", ["institution_id"])
