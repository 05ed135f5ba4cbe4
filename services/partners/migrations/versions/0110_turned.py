"""What waits until the letter by which the office turned to another body has left is found without reading all notices."""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0109"


def upgrade() -> None:
    op.create_index("ix_notice_turned", "notice", ["id"], postgresql_where=sa.text("kind = 'turned'"))
