"""A name of which both parts are cut has marks too; a worker makes them anew for what is there."""

from alembic import op

revision = "0196"
down_revision = "0190"


def upgrade() -> None:
    op.execute("UPDATE complaint SET names_marked = false WHERE erased_at IS NULL")
