"""What a letter recounts of its case is approved with it."""

import sqlalchemy as sa
from alembic import op

revision = "0282"
down_revision = "0281"


def upgrade() -> None:
    op.add_column("recommendation", sa.Column("approved_told", sa.Text(), nullable=True))
