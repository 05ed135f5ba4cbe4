"""What a publication cites: acts that the public may read."""

import sqlalchemy as sa
from alembic import op

revision = "0361"
down_revision = "0360"


def upgrade() -> None:
    op.create_table(
        "publication_citation",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["publication_version.id"], name=op.f("fk_publication_citation_version_id")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["public_act.id"], name=op.f("fk_publication_citation_act_id")),
        sa.PrimaryKeyConstraint("version_id", "act_id", "item", name=op.f("pk_publication_citation")),
    )
