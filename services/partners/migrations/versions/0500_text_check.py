"""Looks at what is to be announced."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0500"
down_revision = "0495"


def upgrade() -> None:
    op.create_table(
        "text_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("stops", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("places", postgresql.JSONB(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(reason IS NULL) = (reason_by IS NULL)", name=op.f("ck_text_check_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_check")),
    )
    op.create_index("ix_text_check_text_id_offered_at", "text_check", ["text_id", "offered_at"])
