"""What became of an answer to a body that asked back, and the day on which it left."""

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0107"


def upgrade() -> None:
    op.add_column("clarification", sa.Column("delivery", sa.Text(), server_default="queued", nullable=False))
    op.add_column("clarification", sa.Column("left_on", sa.Date(), nullable=True))
