"""How serious a violation is that was found."""

import sqlalchemy as sa
from alembic import op

revision = "0306"
down_revision = "0305"


def upgrade() -> None:
    op.add_column("finding", sa.Column("grade", sa.Text(), nullable=True))
