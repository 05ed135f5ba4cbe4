"""Letters by which decisions about an act are told to bodies that have it on paper. Those that were told of none before get none."""

import sqlalchemy as sa
from alembic import op

revision = "0371"
down_revision = "0370"


def upgrade() -> None:
    op.create_table(
        "told_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("delivery", sa.Text(), server_default="queued", nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_letter")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_told_letter_recommendation_id_recommendation")
        ),
    )
    op.create_index(op.f("ix_told_letter_recommendation_id"), "told_letter", ["recommendation_id"])
    op.create_index(op.f("ix_told_letter_document"), "told_letter", ["document"])
