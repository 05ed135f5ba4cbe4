"""To which body and address a letter on paper went; of what left before nobody kept it, and the directory of today does not say it."""

import sqlalchemy as sa
from alembic import op

revision = "0495"
down_revision = "0444"


def upgrade() -> None:
    op.add_column("post_entry", sa.Column("addressed_to", sa.Uuid(), nullable=True))
    op.add_column("post_entry", sa.Column("address", sa.Text(), nullable=True))
