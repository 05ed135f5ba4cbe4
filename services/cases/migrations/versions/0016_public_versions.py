"""What the public reads: of an act a text of its own, approved by a second person; of a gap, texts that were compared."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "public_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.Column("authors", postgresql.JSONB(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_public_version_recommendation_id_recommendation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_version")),
    )
    op.create_index("ix_public_version_recommendation_id_approved_at", "public_version", ["recommendation_id", "approved_at"])
    op.add_column("gap", sa.Column("content_hash", sa.Text(), nullable=True))
    op.create_index(
        "uq_public_version_draft",
        "public_version",
        ["recommendation_id"],
        unique=True,
        postgresql_where=sa.text("approved_at IS NULL"),
    )
