"""Which pages of a file nobody could read, and how often it was tried. What is not out yet is read anew: until now letters that are no words
were taken for words.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0560"
down_revision = "0550"


def upgrade() -> None:
    op.add_column("publication_file", sa.Column("unread_pages", JSONB(), nullable=False, server_default="[]"))
    op.add_column("publication_file", sa.Column("read_tries", sa.SmallInteger(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE publication_file SET read_at = NULL FROM publication_version"
        " WHERE publication_version.id = version_id AND released_at IS NULL AND state IN ('draft', 'approved')"
    )
