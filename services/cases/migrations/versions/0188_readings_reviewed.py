"""Readings of a case by who does not work on it, and what somebody who leads found of them."""

import sqlalchemy as sa
from alembic import op

revision = "0188"
down_revision = "0186"

READ = "'held_messages.read', 'case.messages_read', 'evidence.read', 'scan.read', 'exclusions.read'"


def upgrade() -> None:
    op.create_table(
        "reading_review",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_reading_review_case_id"),
        sa.PrimaryKeyConstraint("staff_id", "case_id", "day", "until", name="pk_reading_review"),
        sa.CheckConstraint("outcome IN ('justified', 'not_needed', 'misuse')", name="ck_reading_review_outcome"),
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reading_review"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON reading_review"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    # Of a trail of millions of entries these are few, and only the last weeks of them are asked for.
    op.execute(f"CREATE INDEX ix_audit_entry_readings ON audit_entry (at) WHERE action IN ({READ})")
