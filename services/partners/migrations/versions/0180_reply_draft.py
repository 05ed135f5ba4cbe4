"""What was typed into a reply and not sent stays with its letter."""

import sqlalchemy as sa
from alembic import op

revision = "0180"
down_revision = "0170"


def upgrade() -> None:
    op.add_column("dispatch", sa.Column("reply_draft", sa.Text(), nullable=True))
    op.add_column("dispatch", sa.Column("reply_draft_at", sa.DateTime(timezone=True), nullable=True))
