"""Which activities were held where, as partners tells it from now on."""

import sqlalchemy as sa
from alembic import op

revision = "0432"
down_revision = "0431"


def upgrade() -> None:
    op.create_table(
        "held_activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_activity")),
    )
    op.create_index("ix_held_activity_municipality", "held_activity", ["municipality", "held_on"])
