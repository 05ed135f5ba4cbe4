"""The stages through which a proposal about a gap goes outside the office: a consultation, a parliament, the Constitutional Court."""

import sqlalchemy as sa
from alembic import op

revision = "0640"
down_revision = "0625"


def upgrade() -> None:
    op.create_table(
        "gap_stage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_stage_gap_id")),
        sa.ForeignKeyConstraint(["corrects"], ["gap_stage.id"], name=op.f("fk_gap_stage_corrects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_stage")),
        sa.UniqueConstraint("corrects", name=op.f("uq_gap_stage_corrects")),
    )
    op.create_index(op.f("ix_gap_stage_gap_id"), "gap_stage", ["gap_id"], unique=False)
