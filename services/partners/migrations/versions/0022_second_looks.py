"""A delivery on an old day waits for a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("post_entry", sa.Column("told_on", sa.Date(), nullable=True))
    op.add_column("post_entry", sa.Column("told_by", sa.Uuid(), nullable=True))
    op.add_column("post_entry", sa.Column("looked_by", sa.Uuid(), nullable=True))
