"""What is found of items of acts is told by letter to bodies that read on paper alone; of what was found before nothing is told."""

import sqlalchemy as sa
from alembic import op

revision = "0430"
down_revision = "0420"


def upgrade() -> None:
    op.add_column("told_letter", sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "paper_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("letter_id IS NULL OR settled_at IS NOT NULL", name=op.f("ck_paper_notice_settled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_notice")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_paper_notice_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["told_letter.id"], name=op.f("fk_paper_notice_letter_id_told_letter")
        ),
    )
    op.create_index(op.f("ix_paper_notice_obligation_id"), "paper_notice", ["obligation_id"])
    op.create_index(
        "ix_paper_notice_unsettled", "paper_notice", ["on"], postgresql_where=sa.text("settled_at IS NULL")
    )
