"""Whether complainants were told that steps go on after their case was closed."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("case_file", sa.Column("followed_told", sa.Boolean(), nullable=True))
