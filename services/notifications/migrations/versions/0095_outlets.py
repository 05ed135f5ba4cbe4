"""The acts that the public may read, as the outlets show them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0095"
down_revision = "0075"


def upgrade() -> None:
    op.create_table(
        "public_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("readable", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("number", "kind_sq", "kind_en", "title", "grounds")),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.Column("words_language", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("clusters", postgresql.JSONB(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "readable = (number IS NOT NULL AND title IS NOT NULL)", name=op.f("ck_public_act_readable")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_act")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_public_act_entry_id")),
    )
    op.create_index(
        "ix_public_act_first_at_entry_id", "public_act", ["first_at", "entry_id"], postgresql_where=sa.text("readable")
    )
    op.create_index("ix_public_act_readable_changed_at", "public_act", ["readable", "changed_at"])
    op.create_table(
        "public_act_body",
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name_sq", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["public_act.id"], name=op.f("fk_public_act_body_act_id")),
        sa.PrimaryKeyConstraint("act_id", "institution_id", name=op.f("pk_public_act_body")),
    )
    op.create_index(op.f("ix_public_act_body_institution_id"), "public_act_body", ["institution_id"])
