"""What the public may read of acts is told to the other services: what was told last, and the words as they are told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0095"
down_revision = "0085"


def upgrade() -> None:
    op.add_column("public_version", sa.Column("clusters", postgresql.JSONB(), nullable=True))
    op.add_column("public_version", sa.Column("text_sq", sa.Text(), nullable=True))
    op.add_column("public_version", sa.Column("text_en", sa.Text(), nullable=True))
    op.create_table(
        "public_told",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_public_told_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("recommendation_id", name=op.f("pk_public_told")),
    )
