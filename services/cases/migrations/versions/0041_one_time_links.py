"""How far a one-time link to a copy of an act came."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.add_column("act_addressee", sa.Column("link_step", sa.Text(), nullable=True))
    op.add_column("act_addressee", sa.Column("link_on", sa.Date(), nullable=True))
    op.add_column("act_addressee", sa.Column("link_until", sa.Date(), nullable=True))
