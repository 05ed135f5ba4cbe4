"""The Albanian names of bodies in the dative and the accusative; those of before are filled when a body is next told or read."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("institution", sa.Column("dat_sq", sa.Text(), nullable=False, server_default=""))
    op.add_column("institution", sa.Column("acc_sq", sa.Text(), nullable=False, server_default=""))
    op.add_column("institution", sa.Column("forms_confirmed", sa.Boolean(), nullable=False, server_default=sa.false()))
