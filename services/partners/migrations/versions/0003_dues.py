"""The last day for the reply, as the office has counted it, per item of a letter."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("dispatch", sa.Column("due_counted", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("dispatch", sa.Column("due_over", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("dispatch_item", sa.Column("due", sa.Date(), nullable=True))
    op.add_column("dispatch_item", sa.Column("due_before", sa.Date(), nullable=True))
    op.add_column("dispatch_item", sa.Column("due_cause", sa.Text(), nullable=True))
    op.add_column("dispatch_item", sa.Column("due_explained", JSONB(), nullable=True))
