"""In which words the public reads what a letter asks for: whoever complained reads of an item what it is."""

import sqlalchemy as sa
from alembic import op

revision = "0215"
down_revision = "0196"


def upgrade() -> None:
    op.create_table(
        "public_words",
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_public_words")),
    )
    op.create_index(op.f("ix_public_words_number"), "public_words", ["number"])
