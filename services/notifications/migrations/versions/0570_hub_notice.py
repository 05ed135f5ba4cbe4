"""Which feeds changed, of which the hub is still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0570"
down_revision = "0560"


def upgrade() -> None:
    op.create_table(
        "hub_notice",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_hub_notice"),
    )
