"""Printed copies of publications: what was ordered, what came, where it was given out."""

import sqlalchemy as sa
from alembic import op

revision = "0362"
down_revision = "0361"


def upgrade() -> None:
    op.create_table(
        "print_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("copies > 0", name=op.f("ck_print_order_copies")),
        sa.CheckConstraint("received_on >= ordered_on", name=op.f("ck_print_order_received")),
        sa.ForeignKeyConstraint(["version_id"], ["publication_version.id"], name=op.f("fk_print_order_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_order")),
    )
    op.create_index(op.f("ix_print_order_version_id"), "print_order", ["version_id"])
    op.create_table(
        "handout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("copies <> 0", name=op.f("ck_handout_copies")),
        sa.ForeignKeyConstraint(["version_id"], ["publication_version.id"], name=op.f("fk_handout_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handout")),
    )
    op.create_index(op.f("ix_handout_version_id"), "handout", ["version_id"])
    op.create_index(op.f("ix_handout_municipality"), "handout", ["municipality"])
