"""The name of a file as the body gave it, as a document."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("evidence_file", sa.Column("named", sa.Text(), nullable=True))
