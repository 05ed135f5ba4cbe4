"""The day that stood until the office noted another."""

import sqlalchemy as sa
from alembic import op

revision = "0335"
down_revision = "0331"


def upgrade() -> None:
    op.add_column("obligation", sa.Column("noted_before", sa.Date(), nullable=True))
