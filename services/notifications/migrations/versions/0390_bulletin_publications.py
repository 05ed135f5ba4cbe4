"""What a bulletin told of the library."""

import sqlalchemy as sa
from alembic import op

revision = "0390"
down_revision = "0370"


def upgrade() -> None:
    op.create_table(
        "bulletin_publication",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("bulletin_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["publication_version.id"], name=op.f("fk_bulletin_publication_version_id")
        ),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_publication_bulletin_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_bulletin_publication")),
    )
    op.create_index(op.f("ix_bulletin_publication_bulletin_id"), "bulletin_publication", ["bulletin_id"])
