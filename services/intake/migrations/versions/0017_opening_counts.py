"""How many files a person opened on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "opening_count",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("let_in", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "day", name=op.f("pk_opening_count")),
    )
