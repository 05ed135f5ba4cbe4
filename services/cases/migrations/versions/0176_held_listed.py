"""What waits because a court or a prosecutor has its matter is a list of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0176"
down_revision = "0175"

HELD = "closed_on IS NULL AND held_since IS NOT NULL"


def upgrade() -> None:
    op.create_index(
        "ix_obligation_held", "obligation", ["created_at", "id"], unique=False, postgresql_where=sa.text(HELD)
    )
