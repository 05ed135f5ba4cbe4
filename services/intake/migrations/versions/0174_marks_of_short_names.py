"""A short form beside the family's name has marks too; a worker makes them anew for what is there."""

from alembic import op

revision = "0174"
down_revision = "0173"


def upgrade() -> None:
    op.execute("UPDATE complaint SET names_marked = false WHERE erased_at IS NULL")
