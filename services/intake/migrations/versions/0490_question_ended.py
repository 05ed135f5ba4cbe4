"""When a question in a mailbox ended unanswered, since what it rests on stands no more."""

import sqlalchemy as sa
from alembic import op

revision = "0490"
down_revision = "0345"


def upgrade() -> None:
    op.add_column("question", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
