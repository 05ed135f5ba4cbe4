"""Of a body in whose place the office had turned to another before 0123 the day of its measure was left standing. It has none, as of who was
turned from since; the body is told so, since it is told of every day that is not the one it knows.
"""

from alembic import op

revision = "0177"
down_revision = "0176"

NO_DAY = (
    "UPDATE obligation SET implementation_due = NULL WHERE readdressed_on IS NOT NULL AND insufficient_on IS NULL"
    " AND implementation_due IS NOT NULL"
)


def upgrade() -> None:
    op.execute(NO_DAY)
