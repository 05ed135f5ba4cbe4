"""When a reminder was delivered, and by how many days after that it asks for an answer; of those that left before, neither is known."""

import sqlalchemy as sa
from alembic import op

revision = "0521"
down_revision = "0520"


def upgrade() -> None:
    op.add_column("rung_letter", sa.Column("delivered_on", sa.Date(), nullable=True))
    op.add_column("rung_letter", sa.Column("answer_days", sa.Integer(), nullable=True))
