"""Days on which the matter of an act was elsewhere and which count for no delay."""

import sqlalchemy as sa
from alembic import op

revision = "0300"
down_revision = "0260"


def upgrade() -> None:
    op.create_table(
        "held_day",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("recommendation_id", "case_id", "since", name=op.f("pk_held_day")),
    )
