"""What can be read in the files of a version is kept, to be compared with the sealed files."""

import sqlalchemy as sa
from alembic import op

revision = "0550"
down_revision = "0470"


def upgrade() -> None:
    op.add_column("publication_file", sa.Column("words", sa.Text(), nullable=True))
    op.add_column("publication_file", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
