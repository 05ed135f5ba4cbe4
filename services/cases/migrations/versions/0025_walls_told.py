"""Who is shut out of a case, as partners was told last: none were told of before, and a timer tells of those that stand."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("case_file", sa.Column("walls_told", JSONB(), nullable=True))
