"""A name that others write otherwise (Xhoana, Joana) has marks of that too; a worker makes them anew for what is there."""

from alembic import op

revision = "0173"
down_revision = "0172"


def upgrade() -> None:
    op.execute("UPDATE complaint SET names_marked = false WHERE erased_at IS NULL")
