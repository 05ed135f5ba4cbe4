"""Consultations of children, the record of their conditions, and answers in counts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0530"
down_revision = "0490"


def upgrade() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_group", sa.Text(), nullable=False),
        sa.Column("questions", postgresql.JSONB(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("guardians", sa.Integer(), nullable=False),
        sa.CheckConstraint("(opened_at IS NULL) = (opened_by IS NULL)", name=op.f("ck_consultation_opened")),
        sa.CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_consultation_closed")),
        sa.CheckConstraint("agreed >= 0 AND guardians BETWEEN 0 AND agreed", name=op.f("ck_consultation_agreed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(op.f("ix_consultation_made_at_id"), "consultation", ["made_at", "id"])
    op.create_table(
        "consultation_capacity",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("conditions", postgresql.JSONB(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("most > 0", name=op.f("ck_consultation_capacity_most")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_capacity_consultation_id")
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_consultation_capacity")),
    )
    op.create_table(
        "consultation_answered",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_consultation_answered_count")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_answered_consultation_id")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "question", "answer", name=op.f("pk_consultation_answered")),
    )
