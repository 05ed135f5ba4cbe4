"""A day that a body names and the office has not given is on the office's list, and the body is told that it is undecided."""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0109"

UNTOLD = "closed_on IS NULL AND (told_by_when IS DISTINCT FROM implementation_due OR told_asked IS DISTINCT FROM asked_date)"
ASKED = "closed_on IS NULL AND asked_date IS NOT NULL AND assessed IN ('not_assessed', 'in_process')"


def upgrade() -> None:
    op.add_column("obligation", sa.Column("told_asked", sa.Date(), nullable=True))
    op.drop_index("ix_obligation_day_untold", table_name="obligation")
    op.create_index("ix_obligation_day_untold", "obligation", ["id"], postgresql_where=sa.text(UNTOLD))
    op.create_index("ix_obligation_day_asked", "obligation", ["created_at", "id"], postgresql_where=sa.text(ASKED))
