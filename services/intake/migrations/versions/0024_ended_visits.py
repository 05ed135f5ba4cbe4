"""That a complainant left their mailbox, so that a copied cookie opens it no more."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "ended_visit",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_ended_visit")),
    )
    op.create_index(op.f("ix_ended_visit_until"), "ended_visit", ["until"])
