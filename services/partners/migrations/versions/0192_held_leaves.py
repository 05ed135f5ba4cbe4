"""An act whose letters may leave all the same, while nothing is asked on it."""

import sqlalchemy as sa
from alembic import op

revision = "0192"
down_revision = "0191"


def upgrade() -> None:
    op.add_column("held_act", sa.Column("leaves", sa.Boolean(), nullable=False, server_default=sa.text("false")))
