"""Visits, who makes them, and what was answered on them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0085"
down_revision = "0075"


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=True),
        sa.Column("checklist_version", sa.Integer(), nullable=True),
        sa.Column("follows", sa.Uuid(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(number IS NULL) = (begun_at IS NULL)", name=op.f("ck_visit_numbered")),
        sa.CheckConstraint("(checklist IS NULL) = (checklist_version IS NULL)", name=op.f("ck_visit_checklist")),
        sa.ForeignKeyConstraint(["lead_id"], ["staff_member.id"], name=op.f("fk_visit_lead_id")),
        sa.ForeignKeyConstraint(["follows"], ["visit.id"], name=op.f("fk_visit_follows")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_visit_case_id")),
        sa.ForeignKeyConstraint(["act_id"], ["recommendation.id"], name=op.f("fk_visit_act_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("number", name=op.f("uq_visit_number")),
    )
    op.create_index(op.f("ix_visit_institution_id"), "visit", ["institution_id"])
    op.create_index("ix_visit_planned_on_id", "visit", ["planned_on", "id"])
    op.create_table(
        "visit_member",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_member_visit_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_visit_member_staff_id")),
        sa.PrimaryKeyConstraint("visit_id", "staff_id", name=op.f("pk_visit_member")),
    )
    op.create_table(
        "visit_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("sources", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_answer_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_answer")),
        sa.UniqueConstraint("visit_id", "question", "version", name=op.f("uq_visit_answer_visit_id_question_version")),
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON visit_answer FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON visit_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
