"""Versions of an agreement, and the clauses that go on in the next one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0582"
down_revision = "0581"


def upgrade() -> None:
    op.add_column("agreement_known", sa.Column("version", sa.SmallInteger(), nullable=False, server_default="1"))
    op.add_column("agreement_known", sa.Column("going_on", postgresql.JSONB(), nullable=False, server_default="[]"))
    op.add_column("agreement_clause", sa.Column("goes_on_from", sa.Uuid(), nullable=True))
    op.add_column("agreement_clause", sa.Column("office_item", sa.Text(), nullable=True))
    op.execute("UPDATE agreement_clause SET office_item = (place + 1)::text")
    op.alter_column("agreement_clause", "office_item", nullable=False)
    for column in ("version", "going_on"):
        op.alter_column("agreement_known", column, server_default=None)
    op.create_index(op.f("ix_agreement_clause_item_id"), "agreement_clause", ["item_id"])
