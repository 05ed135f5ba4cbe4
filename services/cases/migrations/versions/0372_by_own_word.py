"""Whether the day by which a measure is to be done is the one that its body named, and not the last one of a debate's term."""

import sqlalchemy as sa
from alembic import op

revision = "0372"
down_revision = "0371"

OWN = "promised_on IS NOT NULL AND implementation_due IS NOT NULL"
#: The last day of the term stands where the Assembly named an earlier one.
OF_TERM = "expects = 'debate' AND implementation_due = reply_due AND promised_date < reply_due"


def upgrade() -> None:
    for table in ("obligation", "incoming_item"):
        op.add_column(table, sa.Column("by_own_word", sa.Boolean(), server_default=sa.false(), nullable=False))
        op.execute(f"UPDATE {table} SET by_own_word = true WHERE {OWN}")  # noqa: S608 - words of our own
    op.execute(f"UPDATE obligation SET by_own_word = false WHERE {OF_TERM}")  # noqa: S608 - words of our own
