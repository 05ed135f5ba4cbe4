"""Since when a body that reads on paper alone is asked again by a letter that has not arrived; of what was asked again before, nobody waited for it."""

import sqlalchemy as sa
from alembic import op

revision = "0520"
down_revision = "0491"


def upgrade() -> None:
    # What is asked of the office has the same facts; nobody asks it again by a letter of ours.
    for table in ("obligation", "incoming_item"):
        op.add_column(table, sa.Column("asked_again_on", sa.Date(), nullable=True))
