"""Changes of the calendar are found by obligation: they move the day of a measure too, and figures ask for them."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0067"


def upgrade() -> None:
    changes = "kind IN ('holiday_added', 'holiday_removed', 'workday_added')"
    columns = ["obligation_id", "kind", "effective"]
    op.create_index("ix_clock_entry_decreed", "clock_entry", columns, postgresql_where=sa.text(changes))
