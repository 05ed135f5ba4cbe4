"""What a draft of a rung rests on: its words leave only while that is so."""

import sqlalchemy as sa
from alembic import op

revision = "0280"
down_revision = "0260"


def upgrade() -> None:
    op.add_column("rung_letter", sa.Column("basis", sa.Text(), nullable=True))
