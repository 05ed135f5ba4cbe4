"""An advice to sue has a letter, as every act has; acts of before keep none."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.add_column("recommendation", sa.Column("advice_rendering", sa.Text(), nullable=True))
