"""A name of which one part is cut to its beginning has marks too; a worker makes them anew for what is there."""

from alembic import op

revision = "0171"
down_revision = "0170"


def upgrade() -> None:
    op.execute("UPDATE complaint SET names_marked = false WHERE erased_at IS NULL")
