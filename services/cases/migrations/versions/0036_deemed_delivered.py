"""The day on which a letter that was sent counts as delivered, where the true one never became known."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    for table in ("obligation", "incoming_item"):
        op.add_column(table, sa.Column("deemed_on", sa.Date(), nullable=True))
    undeemed = sa.text("delivery = 'sent' AND deemed_on IS NULL")
    op.create_index("ix_obligation_undeemed", "obligation", ["started_on", "id"], postgresql_where=undeemed)
