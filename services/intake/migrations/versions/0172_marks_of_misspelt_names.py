"""A name that was typed with one fault has marks too; a worker makes them anew for what is there."""

from alembic import op

revision = "0172"
down_revision = "0171"


def upgrade() -> None:
    op.execute("UPDATE complaint SET names_marked = false WHERE erased_at IS NULL")
