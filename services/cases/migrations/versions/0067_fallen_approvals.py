"""Why an approval fell, for whoever wrote the act and whoever approved it; and what arrived last, found without reading everything."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"


def upgrade() -> None:
    op.add_column("recommendation", sa.Column("approval_fell", sa.Text(), nullable=True))
    op.create_index("ix_complaint_received_at", "complaint", ["received_at"])
    op.create_index("ix_complaint_message_received_at", "complaint_message", ["received_at"])
