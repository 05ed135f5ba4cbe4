"""The letter by which whoever received a step is told that what it said of a silence was untrue."""

import sqlalchemy as sa
from alembic import op

revision = "0625"
down_revision = "0590"


def upgrade() -> None:
    op.add_column("early_rung", sa.Column("letter_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_early_rung_letter_id"), "early_rung", "told_letter", ["letter_id"], ["id"])
    op.create_index("ix_early_rung_unwritten", "early_rung", ["known_on"], postgresql_where=sa.text("letter_id IS NULL"))
    # What became known before is not told anew: the office was asked to.
    op.add_column("early_rung", sa.Column("by_hand", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.execute("UPDATE early_rung SET by_hand = true")
