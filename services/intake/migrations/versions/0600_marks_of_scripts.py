"""Names in scripts without blanks, and in those that write what stands before a name as one word with it, have other marks; a worker makes
them anew for what is there.
"""

from alembic import op

revision = "0600"
down_revision = "0560"


def upgrade() -> None:
    op.execute("UPDATE complaint SET names_marked = false WHERE erased_at IS NULL")
