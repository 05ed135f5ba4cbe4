"""Whom the words of a file name in full has marks too; a worker makes them anew for what is there."""

from alembic import op

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    op.execute("UPDATE complaint SET names_marked = false WHERE erased_at IS NULL")
