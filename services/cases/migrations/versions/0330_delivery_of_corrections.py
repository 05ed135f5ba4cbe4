"""Time that is taken back counts once the letter that tells it was delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0330"
down_revision = "0306"


def upgrade() -> None:
    op.add_column("clock_entry", sa.Column("corrects", sa.Uuid(), nullable=True))
    op.add_column("clock_entry", sa.Column("decided_on", sa.Date(), nullable=True))
    op.create_foreign_key(None, "clock_entry", "clock_entry", ["corrects"], ["id"])
    op.create_table(
        "grant_correction",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("obligation_id", sa.Uuid(), sa.ForeignKey("obligation.id"), nullable=False, index=True),
        sa.Column("entry_id", sa.Uuid(), sa.ForeignKey("clock_entry.id"), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False, index=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery", sa.Text(), server_default="queued", nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
    )
