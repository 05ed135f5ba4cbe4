"""Closing a case and pressing a body on are two things: why nothing can be assessed, on which ground a case was closed, since when
no rung is left. What was found not done is open again: the office goes on about it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

OPEN_AGAIN = """
    UPDATE obligation SET closed_on = NULL
    WHERE assessed = 'not' AND closed_on IS NOT NULL AND fell_on IS NULL AND ladder IS NOT NULL
"""
PROMISE_UNTOLD = (
    "closed_on IS NULL AND reply IN ('accepted', 'accepted_in_part') AND assessed IN ('not_assessed', 'in_process')"
    " AND told_promised IS DISTINCT FROM coalesce(promised_date, item_due)"
)


def upgrade() -> None:
    for table in ("obligation", "incoming_item", "assessment"):
        op.add_column(table, sa.Column("unassessable", sa.Text(), nullable=True))
    for column in ("ladder_ended_on", "told_promised"):
        op.add_column("obligation", sa.Column(column, sa.Date(), nullable=True))
    op.create_index(
        "ix_obligation_promise_untold",
        "obligation",
        [sa.text("coalesce(promised_date, item_due)")],
        postgresql_where=sa.text(PROMISE_UNTOLD),
    )
    op.add_column("case_file", sa.Column("closing_ground", sa.Text(), nullable=True))
    op.execute(OPEN_AGAIN)
