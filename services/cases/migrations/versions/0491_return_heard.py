"""Who was told that a letter came back, and is to be told that it arrived; of those who were told before nobody knows who they were."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0491"
down_revision = "0490"


def upgrade() -> None:
    heard = sa.Column("return_heard", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False)
    op.add_column("act_addressee", heard)
