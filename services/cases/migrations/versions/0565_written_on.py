"""Since which day an act says what it says: nobody signed it before."""

import sqlalchemy as sa
from alembic import op

revision = "0565"
down_revision = "0561"


def upgrade() -> None:
    op.add_column("recommendation", sa.Column("written_on", sa.Date(), nullable=True))
