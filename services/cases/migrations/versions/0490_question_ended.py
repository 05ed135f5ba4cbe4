"""When a question to a complainant ended with the finding that it rests on; those of before are ended by a timer."""

import sqlalchemy as sa
from alembic import op

revision = "0490"
down_revision = "0470"


def upgrade() -> None:
    op.add_column("confirmation_question", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
