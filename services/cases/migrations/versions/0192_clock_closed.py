"""Since when the office awaits no answer by a day; of what was closed so its body is told that there is no day for doing it either."""

import sqlalchemy as sa
from alembic import op

revision = "0192"
down_revision = "0190"

UNTOLD = "told_by_when IS DISTINCT FROM implementation_due OR (closed_on IS NULL AND told_asked IS DISTINCT FROM asked_date)"


def upgrade() -> None:
    op.add_column("obligation", sa.Column("clock_closed_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE obligation AS one SET clock_closed_on = ended.day FROM (SELECT obligation_id, max(effective) FILTER (WHERE kind = 'closed')"
        " AS day FROM clock_entry WHERE kind IN ('closed', 'reopened') GROUP BY obligation_id"
        " HAVING count(*) FILTER (WHERE kind = 'closed') > count(*) FILTER (WHERE kind = 'reopened')) AS ended"
        " WHERE ended.obligation_id = one.id AND one.answered_on IS NULL AND one.term IS NOT NULL"
    )
    op.execute(
        "UPDATE obligation SET implementation_due = NULL"
        " WHERE clock_closed_on IS NOT NULL AND (noted_on IS NULL OR noted_on < clock_closed_on)"
    )
    op.drop_index("ix_obligation_day_untold", table_name="obligation")
    op.create_index("ix_obligation_day_untold", "obligation", ["id"], postgresql_where=sa.text(UNTOLD))
