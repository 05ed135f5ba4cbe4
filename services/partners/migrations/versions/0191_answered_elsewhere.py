"""On which day an item was answered as the office says, be it on paper: a clock may end without an answer too."""

import sqlalchemy as sa
from alembic import op

revision = "0191"
down_revision = "0190"


def upgrade() -> None:
    op.add_column("dispatch_item", sa.Column("answered_on", sa.Date(), nullable=True))
    op.execute("UPDATE dispatch_item SET answered_on = CAST(due_explained ->> 'answered_on' AS date) WHERE due_cause = 'closed'")
