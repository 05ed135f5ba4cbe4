"""Activities that the office held, as partners tells of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0442"
down_revision = "0431"


def upgrade() -> None:
    op.create_table(
        "activity_known",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("clusters", postgresql.JSONB(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_known")),
    )
    op.create_index(op.f("ix_activity_known_municipality"), "activity_known", ["municipality"])
    op.create_index(op.f("ix_activity_known_held_on_id"), "activity_known", ["held_on", "id"])
