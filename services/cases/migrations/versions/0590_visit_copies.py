"""A visit taken along as a file: its copies, what they brought back, and what was chosen of two answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0590"
down_revision = "0583"


def upgrade() -> None:
    op.create_table(
        "visit_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("checklist_version", sa.Integer(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_copy_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_copy")),
    )
    op.create_index(op.f("ix_visit_copy_visit_id"), "visit_copy", ["visit_id"])
    op.create_table(
        "visit_brought",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("entry", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("sources", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_brought_visit_id")),
        sa.ForeignKeyConstraint(["copy_id"], ["visit_copy.id"], name=op.f("fk_visit_brought_copy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_brought")),
        sa.UniqueConstraint("copy_id", "entry", name=op.f("uq_visit_brought_copy_id_entry")),
    )
    op.create_index(op.f("ix_visit_brought_visit_id"), "visit_brought", ["visit_id"])
    op.create_table(
        "visit_choice",
        sa.Column("brought_id", sa.Uuid(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["brought_id"], ["visit_brought.id"], name=op.f("fk_visit_choice_brought_id")),
        sa.PrimaryKeyConstraint("brought_id", name=op.f("pk_visit_choice")),
    )
    for table in ("visit_copy", "visit_brought", "visit_choice"):
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
