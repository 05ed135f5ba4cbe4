"""More time goes by a letter, and so does that it was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0305"
down_revision = "0282"


def upgrade() -> None:
    op.add_column("clock_entry", sa.Column("letter", sa.Text(), nullable=True))
