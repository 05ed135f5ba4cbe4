"""Superiors are turned to one after the other, and the lawful way that a person chose for a rung has its act."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("rung_letter", sa.Column("alternative", sa.Text(), nullable=True))
    op.create_index(
        "uq_escalation_rung_to",
        "escalation",
        ["obligation_id", "rung", "to"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    # What it held is held by the index, but that a rung may go to several superiors.
    op.drop_constraint("uq_escalation_obligation_id_rung", "escalation", type_="unique")
