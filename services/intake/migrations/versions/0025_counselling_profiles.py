"""What is counted of the child whom counselling was about: the codes of complaints, never a name."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    # Of what was noted before nobody was asked; a worker from before the upgrade says nothing of it either.
    for member in ("age_band", "sex", "disability", "minority", "care", "county"):
        op.add_column("counselling", sa.Column(member, sa.Text(), nullable=False, server_default="not_said"))
