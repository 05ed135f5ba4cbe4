"""Addresses, nicknames and names by their sound have marks too, those of institutions none; a worker makes them anew for what is there."""

from alembic import op

revision = "0216"
down_revision = "0215"


def upgrade() -> None:
    op.execute("UPDATE complaint SET names_marked = false WHERE erased_at IS NULL")
