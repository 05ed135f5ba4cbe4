"""How far the machines of bodies have read their feeds: the furthest cursor with which each came back."""

import sqlalchemy as sa
from alembic import op

revision = "0198"
down_revision = "0194"


def upgrade() -> None:
    for name in ("read_epoch", "read_tx", "read_entry"):
        op.add_column("partner_client", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("partner_client", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
