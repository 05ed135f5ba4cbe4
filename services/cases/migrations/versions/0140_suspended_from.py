"""Where a case stood when it was suspended, so that it goes on there."""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0131"


def upgrade() -> None:
    op.add_column("case_file", sa.Column("suspended_from", sa.Text(), nullable=True))
