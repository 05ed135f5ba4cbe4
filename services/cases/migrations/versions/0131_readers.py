"""To whom a text goes, so that what goes to the same body about the same case is compared together."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0131"
down_revision = "0130"


def upgrade() -> None:
    empty = sa.text("'[]'::jsonb")
    op.add_column("text_check", sa.Column("readers", JSONB(), server_default=empty, nullable=False))
