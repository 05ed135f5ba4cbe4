"""Acts: whom a notice about the judiciary concerns, and what came of an act that asks for a decision."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("recommendation", sa.Column("judicial_matter", sa.Text(), nullable=True))
    op.add_column("obligation", sa.Column("outcome", sa.Text(), nullable=True))
    op.add_column("assessment", sa.Column("outcome", sa.Text(), nullable=True))
    op.create_index(
        "ix_recommendation_issued_at_id",
        "recommendation",
        ["issued_at", "id"],
        unique=False,
        postgresql_where=sa.text("issued_at IS NOT NULL"),
    )
