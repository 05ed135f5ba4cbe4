"""A letter on paper that was recorded as delivered by mistake: who says so, how it shows, and the day that was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0625"
down_revision = "0620"


def upgrade() -> None:
    op.add_column("post_entry", sa.Column("doubted_on", sa.Date(), nullable=True))
    op.add_column("post_entry", sa.Column("doubted_by", sa.Uuid(), nullable=True))
    op.add_column("post_entry", sa.Column("doubt_ground", sa.Text(), nullable=True))
    op.add_column("post_entry", sa.Column("doubt_proof_id", sa.Uuid(), nullable=True))
    op.add_column("post_entry", sa.Column("doubt_back_on", sa.Date(), nullable=True))
    op.add_column("post_entry", sa.Column("doubt_back_reason", sa.Text(), nullable=True))
    op.add_column("post_entry", sa.Column("doubt_again", sa.Boolean(), nullable=True))
    op.add_column("post_entry", sa.Column("mistaken_on", sa.Date(), nullable=True))
    op.create_foreign_key(op.f("fk_post_entry_doubt_proof_id"), "post_entry", "post_proof", ["doubt_proof_id"], ["id"])
