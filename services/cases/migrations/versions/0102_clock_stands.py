"""Whether the clock of a reply is paused: whoever may still reply is late with nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"


def upgrade() -> None:
    op.add_column("obligation", sa.Column("clock_stands", sa.Boolean(), server_default=sa.false(), nullable=False))
    # A clock that began, has no last day and no answer stands or was ended by the office; a hold is told apart by its own column.
    op.execute(
        "UPDATE obligation o SET clock_stands = true"
        " WHERE started_on IS NOT NULL AND reply_due IS NULL AND answered_on IS NULL AND held_since IS NULL"
        " AND (SELECT count(*) FILTER (WHERE e.kind = 'closed') <= count(*) FILTER (WHERE e.kind = 'reopened')"
        " FROM clock_entry e WHERE e.obligation_id = o.id)"
    )
