"""Draft findings of a visit that its body may correct."""

import sqlalchemy as sa
from alembic import op

revision = "0200"
down_revision = "0196"


def upgrade() -> None:
    op.add_column("visit", sa.Column("corrections_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_visit_corrections_id"), "visit", "recommendation", ["corrections_id"], ["id"])
    op.create_table(
        "visit_finding",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_finding_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "question", name=op.f("pk_visit_finding")),
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON visit_finding FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON visit_finding FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
