"""How far the work on a complaint's case has come, as the complainant reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0061"


def upgrade() -> None:
    # None for the cases of before: of them no more is known than that they are being looked at.
    op.add_column("complaint", sa.Column("case_stage", sa.Text(), nullable=True))
