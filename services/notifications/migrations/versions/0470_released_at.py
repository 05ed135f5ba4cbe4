"""What is approved is out once it was compared with the sealed files a last time."""

import sqlalchemy as sa
from alembic import op

revision = "0470"
down_revision = "0392"


def upgrade() -> None:
    for table in ("publication_version", "issue"):
        op.add_column(table, sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))
    # What was out stays out. What waits for its hour is compared at it.
    op.execute(
        "UPDATE publication_version SET released_at = release_at WHERE state <> 'draft' AND release_at <= now()"
    )
    op.execute("UPDATE issue SET released_at = approved_at WHERE state <> 'draft'")
    op.create_index(
        "ix_publication_version_released_at_id",
        "publication_version",
        ["released_at", "id"],
        postgresql_where=sa.text("state = 'approved'"),
    )
