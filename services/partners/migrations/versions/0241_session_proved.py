"""When a second factor was last shown in a log-in of a person of a body."""

import sqlalchemy as sa
from alembic import op

revision = "0241"
down_revision = "0240"


def upgrade() -> None:
    op.add_column("partner_session", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
