"""Since when nothing was asked of a body that a letter asks again, and whether its reply stood for it; of those from before, neither is known."""

import sqlalchemy as sa
from alembic import op

revision = "0561"
down_revision = "0560"


def upgrade() -> None:
    op.add_column("clock_entry", sa.Column("since", sa.Date(), nullable=True))
    op.add_column("clock_entry", sa.Column("reply_stood", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_clock_entry_unasked", "clock_entry", ["obligation_id"], postgresql_where=sa.text("since IS NOT NULL")
    )
