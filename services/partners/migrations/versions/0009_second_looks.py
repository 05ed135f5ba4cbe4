"""A delivery on an old day waits for a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("post_entry", sa.Column("told_on", sa.Date(), nullable=True))
    op.add_column("post_entry", sa.Column("told_by", sa.Uuid(), nullable=True))
    op.add_column("post_entry", sa.Column("looked_by", sa.Uuid(), nullable=True))
