"""What the Assembly named inside the term of a debate makes nothing late before that term is over; the days are told anew by the timer."""

from alembic import op

revision = "0340"
down_revision = "0335"

IN_TERM = "UPDATE obligation SET implementation_due = reply_due WHERE expects = 'debate' AND implementation_due < reply_due"


def upgrade() -> None:
    op.execute(IN_TERM)
