"""An agreement is over, as partners tells."""

import sqlalchemy as sa
from alembic import op

revision = "0581"
down_revision = "0580"


def upgrade() -> None:
    op.add_column("agreement_known", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("agreement_known", sa.Column("ended_by", sa.Uuid(), nullable=True))
    op.add_column("agreement_known", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
