"""The day that the office expects, and one that a body asks for, stand beside the day that the body promised."""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"


def upgrade() -> None:
    for table in ("obligation", "incoming_item"):
        for name in ("noted_date", "noted_on", "asked_date"):
            op.add_column(table, sa.Column(name, sa.Date(), nullable=True))
    for table in ("reply_item", "claim"):
        op.add_column(table, sa.Column("moved", sa.Boolean(), server_default=sa.true(), nullable=False))
