"""Log-ins of people of bodies that can be shown and ended one by one, and passwords for one log-in."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("partner_user", sa.Column("password_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("partner_session", sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")))
    op.add_column("partner_session", sa.Column("device", sa.Text(), nullable=True))
    op.create_unique_constraint(op.f("uq_partner_session_id"), "partner_session", ["id"])
