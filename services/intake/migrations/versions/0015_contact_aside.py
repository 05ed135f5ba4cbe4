"""The contact of a person who is shut out is sealed aside, so that it can be given back."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("contact_aside_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("complaint", sa.Column("contact_aside_of", sa.Text(), nullable=True))
