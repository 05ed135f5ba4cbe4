"""That the office turned to the body that another named is kept with the obligation, so that whoever complained is told so."""

import sqlalchemy as sa
from alembic import op

revision = "0123"
down_revision = "0122"


def upgrade() -> None:
    op.add_column("obligation", sa.Column("readdressed_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE obligation SET readdressed_on = act.issued_on FROM readdressing AS decided"
        " JOIN recommendation AS act ON act.id = decided.act_id AND act.status = 'issued'"
        " WHERE decided.obligation_id = obligation.id AND decided.accepted"
        " AND obligation.reply IN ('not_competent', 'forwarded') AND obligation.insufficient_on IS NULL"
    )
