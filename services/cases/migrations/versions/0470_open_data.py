"""Tables of open data as they were published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0470"
down_revision = "0442"


def upgrade() -> None:
    op.create_table(
        "open_table",
        sa.Column("data_set", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("known", sa.Date(), nullable=False),
        sa.Column("of_day", sa.Date(), nullable=False),
        sa.Column("rows", postgresql.JSONB(), nullable=False),
        sa.Column("pattern", postgresql.JSONB(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("data_set", "part", "known", name=op.f("pk_open_table")),
    )
    op.create_index(op.f("ix_open_table_data_set_of_day"), "open_table", ["data_set", "of_day"])
    op.create_index(op.f("ix_open_table_data_set_known"), "open_table", ["data_set", "known"])
