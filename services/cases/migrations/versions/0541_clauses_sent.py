"""The case of an agreement is opened before its clauses are sent, so that somebody has the task to send them."""

import sqlalchemy as sa
from alembic import op

revision = "0541"
down_revision = "0540"


def upgrade() -> None:
    op.add_column("agreement_known", sa.Column("noted_by", sa.Uuid(), nullable=True))
    op.add_column("agreement_known", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE agreement_known SET sent_at = now() WHERE case_id IS NOT NULL")
