"""What fell is to be done by no day; and what a body reads of how far it may move one holds whenever it reads it."""

from alembic import op

revision = "0285"
down_revision = "0221"

FALLEN = "UPDATE obligation SET implementation_due = NULL WHERE fell_on IS NOT NULL AND implementation_due IS NOT NULL"
#: Its body was told until when it may move the day, and not that it may so only until then: it is told anew.
UNANSWERED = (
    "UPDATE obligation SET told_by_when = NULL WHERE closed_on IS NULL AND told_by_when IS NOT NULL"
    " AND promised_date IS NULL AND noted_date IS NULL"
)


def upgrade() -> None:
    op.execute(FALLEN)
    op.execute(UNANSWERED)
