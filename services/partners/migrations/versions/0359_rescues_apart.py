"""Who last gave an account a password, and who last took its second factor away: one person alone does not do both."""

import sqlalchemy as sa
from alembic import op

revision = "0359"
down_revision = "0330"


def upgrade() -> None:
    op.add_column("partner_user", sa.Column("password_given_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("partner_user", sa.Column("password_given_by", sa.Uuid(), nullable=True))
    op.add_column("partner_user", sa.Column("factor_removed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("partner_user", sa.Column("factor_removed_by", sa.Uuid(), nullable=True))
