"""What partners is told besides: who works on a case, which a timer tells anew of each, and by when a measure is to be done."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.execute("UPDATE case_file SET officer_told = NULL")
    op.add_column("obligation", sa.Column("told_by_when", sa.Date(), nullable=True))
    untold = sa.text("closed_on IS NULL AND told_by_when IS DISTINCT FROM implementation_due")
    op.create_index("ix_obligation_day_untold", "obligation", ["id"], postgresql_where=untold)
