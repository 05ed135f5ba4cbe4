"""The day of delivery that the office counts an item from, where it corrected the one that was recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0110"


def upgrade() -> None:
    op.add_column("dispatch_item", sa.Column("delivered_on", sa.Date(), nullable=True))
