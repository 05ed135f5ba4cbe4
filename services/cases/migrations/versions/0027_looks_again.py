"""Who wrote a text is kept with each look at it; a public version that turned out to name someone is taken back until a second look."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("text_check", sa.Column("authors", JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False))
    op.add_column("public_version", sa.Column("withheld_at", sa.DateTime(timezone=True), nullable=True))
