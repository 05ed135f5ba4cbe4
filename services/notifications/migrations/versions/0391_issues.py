"""The issues of the bulletin; who wants them, and their mails."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0391"
down_revision = "0390"
APPROVED = (
    "(state = 'draft') = (number IS NULL) AND (number IS NULL) = (approved_by IS NULL)"
    " AND (number IS NULL) = (year IS NULL) AND (number IS NULL) = (approved_at IS NULL)"
)


def upgrade() -> None:
    op.create_table(
        "issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        sa.Column("number", sa.SmallInteger(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("hands", postgresql.JSONB(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'out', 'withdrawn')", name=op.f("ck_issue_state")),
        sa.CheckConstraint(APPROVED, name=op.f("ck_issue_approved")),
        sa.CheckConstraint("(state = 'withdrawn') = (reason IS NOT NULL)", name=op.f("ck_issue_withdrawn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("until", name=op.f("uq_issue_until")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_issue_year_number")),
    )
    op.create_table(
        "issue_text",
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_text_issue_id")),
        sa.PrimaryKeyConstraint("issue_id", "language", name=op.f("pk_issue_text")),
    )
    op.create_table(
        "issue_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(act_id IS NULL) <> (version_id IS NULL)", name=op.f("ck_issue_item_one")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_item_issue_id")),
        sa.ForeignKeyConstraint(["act_id"], ["public_act.id"], name=op.f("fk_issue_item_act_id")),
        sa.ForeignKeyConstraint(["version_id"], ["publication_version.id"], name=op.f("fk_issue_item_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_item")),
        sa.UniqueConstraint("act_id", name=op.f("uq_issue_item_act_id")),
        sa.UniqueConstraint("version_id", name=op.f("uq_issue_item_version_id")),
    )
    op.create_index(op.f("ix_issue_item_issue_id"), "issue_item", ["issue_id"])
    # Whoever subscribed before there were issues asked for the news.
    op.add_column("subscriber", sa.Column("wants", postgresql.JSONB(), nullable=False, server_default='["news"]'))
    op.add_column("bulletin", sa.Column("issue_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_bulletin_issue_id"), "bulletin", "issue", ["issue_id"], ["id"])
    op.create_unique_constraint(op.f("uq_bulletin_issue_id"), "bulletin", ["issue_id"])
    op.alter_column("bulletin", "day", nullable=True)
    op.create_check_constraint(op.f("ck_bulletin_what"), "bulletin", "(day IS NULL) <> (issue_id IS NULL)")
