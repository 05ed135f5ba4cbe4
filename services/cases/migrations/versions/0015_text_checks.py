"""Texts that leave the office, as they were compared with the sealed files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "text_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("complaints", postgresql.JSONB(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stops", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("places", postgresql.JSONB(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_by", sa.Uuid(), nullable=True),
        sa.Column("reason_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("then", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'checked')", name=op.f("ck_text_check_state_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_text_check_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_check")),
    )
    op.create_index("ix_text_check_text_id_offered_at", "text_check", ["text_id", "offered_at"])
    op.create_index("ix_text_check_case_id", "text_check", ["case_id"])
    op.create_index(
        "ix_text_check_goes_on",
        "text_check",
        ["checked_at"],
        postgresql_where=sa.text('"then" IS NOT NULL'),
    )
