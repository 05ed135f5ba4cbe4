"""A request of which the time was taken back is open again, and says until when it was given."""

import sqlalchemy as sa
from alembic import op

revision = "0330"
down_revision = "0300"


def upgrade() -> None:
    op.add_column("extension_request", sa.Column("taken_back_until", sa.Date(), nullable=True))
    op.add_column("extension_request", sa.Column("taken_back_on", sa.Date(), nullable=True))
