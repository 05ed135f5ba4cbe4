"""A new administrator of a body waits for the office. Who is one now stays one."""

import sqlalchemy as sa
from alembic import op

revision = "0187"
down_revision = "0186"


def upgrade() -> None:
    op.add_column("partner_user", sa.Column("admin_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("partner_user", sa.Column("admin_asked_by", sa.Text(), nullable=True))
