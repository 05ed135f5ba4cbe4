"""Signed agreements, as partners tells of them, and their clauses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0530"
down_revision = "0523"


def upgrade() -> None:
    op.create_table(
        "agreement_known",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("clusters", postgresql.JSONB(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_agreement_known_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_known")),
    )
    op.create_index(op.f("ix_agreement_known_signed_on_id"), "agreement_known", ["signed_on", "id"])
    op.create_table(
        "agreement_clause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("owed_by", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement_known.id"], name=op.f("fk_agreement_clause_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_clause")),
        sa.UniqueConstraint("agreement_id", "place", name=op.f("uq_agreement_clause_agreement_id_place")),
    )
