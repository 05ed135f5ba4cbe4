"""Mails that carry a one-time link: the document that holds it while the mail waits, and the number of the letter."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("message", sa.Column("link", sa.Text(), nullable=True))
    op.add_column("message", sa.Column("number", sa.Text(), nullable=True))
