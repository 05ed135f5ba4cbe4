"""Who was last said to be shut out of the complaint that a letter to a body tells of."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("handover", sa.Column("walls_told", JSONB(astext_type=sa.Text()), nullable=True))
