"""Who works on a case, as intake was told last: nobody was told before, and a timer tells of those who do."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column("case_file", sa.Column("officer_told", sa.Uuid(), nullable=True))
