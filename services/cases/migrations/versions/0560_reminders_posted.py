"""When a reminder left by registered post, which counts as delivered some days later."""

import sqlalchemy as sa
from alembic import op

revision = "0560"
down_revision = "0541"


def upgrade() -> None:
    op.add_column("rung_letter", sa.Column("posted_on", sa.Date(), nullable=True))
    op.execute("UPDATE rung_letter SET posted_on = left_on WHERE delivery = 'sent'")
