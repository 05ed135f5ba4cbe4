"""Until when a password counts that somebody else knows; none for one that its owner chose."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.add_column("staff_member", sa.Column("password_until", sa.DateTime(timezone=True), nullable=True))
