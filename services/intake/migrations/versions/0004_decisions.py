"""Decisions kept for good, reopening, redirects with a trace, walls, and questions to complainants."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

_STATUSES = (
    "received", "admissible", "inadmissible", "redirected", "counselled", "joined", "own_initiative", "in_case", "closed",
    "erased",
)  # fmt: skip
_APPEND_ONLY = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION refuse_change()"


def upgrade() -> None:
    _complaint()
    _decisions()
    _reopenings()
    _exclusions()
    _questions()


def _complaint() -> None:
    op.drop_constraint(op.f("ck_complaint_status_known"), "complaint", type_="check")
    listed = ", ".join(f"'{status}'" for status in _STATUSES)
    op.create_check_constraint(op.f("ck_complaint_status_known"), "complaint", f"status IN ({listed})")
    op.add_column("complaint", sa.Column("redirect_check_on", sa.Date(), nullable=True))
    op.add_column("complaint", sa.Column("redirect_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaint", sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "complaint", sa.Column("wrote_after_decision", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("complaint", "wrote_after_decision", server_default=None)
    op.create_index(
        "ix_complaint_wrote_after",
        "complaint",
        ["received_at", "id"],
        postgresql_where=sa.text("wrote_after_decision"),
    )
    op.create_index(
        "ix_complaint_redirect_to",
        "complaint",
        ["redirect_to", "received_at", "id"],
        postgresql_where=sa.text("redirect_to IS NOT NULL"),
    )
    op.create_index(
        "ix_complaint_redirect_check",
        "complaint",
        ["redirect_check_on", "id"],
        postgresql_where=sa.text("redirect_check_on IS NOT NULL AND redirect_asked_at IS NULL"),
    )
    op.create_index(
        "ix_complaint_joined_to", "complaint", ["joined_to"], postgresql_where=sa.text("joined_to IS NOT NULL")
    )
    op.create_index("ix_complaint_case_id", "complaint", ["case_id"], postgresql_where=sa.text("case_id IS NOT NULL"))
    op.create_index(
        "ix_complaint_all_bodies", "complaint", [sa.text("(bodies || decided_bodies)")], postgresql_using="gin"
    )


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("rights", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("bodies", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("summary_document", sa.Text(), nullable=True),
        sa.Column("joined_to", sa.Uuid(), nullable=True),
        sa.Column("redirect_to", sa.Uuid(), nullable=True),
        sa.Column("authority", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_decision_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_complaint_id_at_id"), "decision", ["complaint_id", "at", "id"])
    op.execute(
        "INSERT INTO decision (id, complaint_id, at, by, outcome, ground, rights, bodies, summary_document, joined_to, "
        "redirect_to) SELECT gen_random_uuid(), id, decided_at, decided_by, outcome, ground, rights, decided_bodies, "
        "summary_document, joined_to, redirect_to FROM complaint WHERE outcome IS NOT NULL"
    )
    op.execute(_APPEND_ONLY.format("decision"))


def _reopenings() -> None:
    op.create_table(
        "reopening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_reopening_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening")),
    )
    op.create_index(op.f("ix_reopening_complaint_id_at_id"), "reopening", ["complaint_id", "at", "id"])
    op.execute(_APPEND_ONLY.format("reopening"))


def _exclusions() -> None:
    op.create_table(
        "exclusion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "complaint_id IS NOT NULL OR case_id IS NOT NULL", name=op.f("ck_exclusion_about_something")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
    )
    op.create_index(op.f("ix_exclusion_staff_id_complaint_id"), "exclusion", ["staff_id", "complaint_id"])
    op.create_index(op.f("ix_exclusion_staff_id_case_id"), "exclusion", ["staff_id", "case_id"])
    op.create_index(
        "uq_exclusion_made_here",
        "exclusion",
        ["staff_id", "complaint_id"],
        unique=True,
        postgresql_where=sa.text("case_id IS NULL AND ended_at IS NULL"),
    )


def _questions() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("answer IN ('yes', 'partly', 'no')", name=op.f("ck_question_answer_known")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_question_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_complaint_id_at_id"), "question", ["complaint_id", "at", "id"])
