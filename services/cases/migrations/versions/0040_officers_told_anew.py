"""Who works on a case is told to partners too: a timer tells anew of every case that has an officer."""

from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.execute("UPDATE case_file SET officer_told = NULL")
