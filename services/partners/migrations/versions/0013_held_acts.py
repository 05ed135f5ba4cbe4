"""Acts whose letters may not leave while a court or a prosecutor has the matter."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "held_act",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("recommendation_id", "case_id", name=op.f("pk_held_act")),
    )
