"""Names by which a letter h is written or not have a mark more, and what is a word too is a name; a worker makes them anew for what is there."""

from alembic import op

revision = "0560"
down_revision = "0530"


def upgrade() -> None:
    op.execute("UPDATE complaint SET names_marked = false WHERE erased_at IS NULL")
