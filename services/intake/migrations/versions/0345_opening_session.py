"""In which log-in a file was opened: for that one alone it is open for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0345"
down_revision = "0216"


def upgrade() -> None:
    op.add_column("opening", sa.Column("session_id", sa.Uuid(), nullable=True))
