"""What became of what was made public as the last step."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0370"
down_revision = "0362"


def upgrade() -> None:
    op.add_column("public_act", sa.Column("afterwards", JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False))
