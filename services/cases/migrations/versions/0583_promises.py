"""What other parties than bodies promised, and how it turned out."""

import sqlalchemy as sa
from alembic import op

revision = "0583"
down_revision = "0582"


def upgrade() -> None:
    op.add_column("agreement_clause", sa.Column("actor_id", sa.Uuid(), nullable=True))
    op.add_column("agreement_clause", sa.Column("actor", sa.Text(), nullable=True))
    op.add_column("agreement_clause", sa.Column("assessed", sa.Text(), nullable=False, server_default="not_assessed"))
    op.alter_column("agreement_clause", "assessed", server_default=None)
    op.add_column("agreement_clause", sa.Column("done_on", sa.Date(), nullable=True))
    op.create_table(
        "promise_outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_outcome")),
    )
    op.create_index(op.f("ix_promise_outcome_item_id"), "promise_outcome", ["item_id"])
