"""Law and practice: gaps and what became of them, patterns, figures of past days, and lists by lateness."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

#: What was found or counted is never changed; a correction is a new row.
APPEND_ONLY = ("gap_outcome", "figures_kept")
OPEN = "closed_on IS NULL"


def upgrade() -> None:
    _gaps()
    _patterns()
    _figures()
    _lists()
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _gaps() -> None:
    op.create_table(
        "gap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("provision", sa.Text(), nullable=False),
        sa.Column("rights", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
        sa.UniqueConstraint("number", name=op.f("uq_gap_number")),
    )
    op.create_index("ix_gap_opened_at_id", "gap", ["opened_at", "id"], unique=False)
    op.create_table(
        "gap_body",
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_body_gap_id")),
        sa.PrimaryKeyConstraint("gap_id", "institution_id", name=op.f("pk_gap_body")),
    )
    op.create_index(op.f("ix_gap_body_institution_id"), "gap_body", ["institution_id"], unique=False)
    op.create_table(
        "gap_case",
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("linked_by", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_case_gap_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_gap_case_case_id")),
        sa.PrimaryKeyConstraint("gap_id", "case_id", name=op.f("pk_gap_case")),
    )
    op.create_index(op.f("ix_gap_case_case_id"), "gap_case", ["case_id"], unique=False)
    op.create_table(
        "gap_act",
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_act_gap_id")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_gap_act_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("gap_id", "recommendation_id", name=op.f("pk_gap_act")),
    )
    op.create_index(op.f("ix_gap_act_recommendation_id"), "gap_act", ["recommendation_id"], unique=False)
    op.create_table(
        "gap_outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_outcome_gap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_outcome")),
    )
    op.create_index(op.f("ix_gap_outcome_gap_id"), "gap_outcome", ["gap_id"], unique=False)


def _patterns() -> None:
    op.create_table(
        "pattern_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("window_ends", sa.Date(), nullable=False),
        sa.Column("baseline_days", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_pattern_proposal_decided")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_pattern_proposal_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_proposal")),
    )
    op.create_index("ix_pattern_proposal_proposed_at_id", "pattern_proposal", ["proposed_at", "id"], unique=False)
    op.create_index(
        "ix_pattern_proposal_institution_id_right", "pattern_proposal", ["institution_id", "right"], unique=False
    )
    op.create_index(
        "uq_pattern_proposal_waiting",
        "pattern_proposal",
        ["institution_id", "right"],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "pattern_case",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["pattern_proposal.id"], name=op.f("fk_pattern_case_proposal_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_pattern_case_case_id")),
        sa.PrimaryKeyConstraint("proposal_id", "case_id", name=op.f("pk_pattern_case")),
    )
    op.create_index(op.f("ix_pattern_case_case_id"), "pattern_case", ["case_id"], unique=False)


def _figures() -> None:
    op.create_table(
        "figures_kept",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("body", sa.Uuid(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", "body", name=op.f("pk_figures_kept")),
    )


def _lists() -> None:
    op.create_index(
        "ix_obligation_unimplemented",
        "obligation",
        ["implementation_due", "id"],
        unique=False,
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        "ix_obligation_unimplemented_of_institution",
        "obligation",
        ["institution_id", "implementation_due", "id"],
        unique=False,
        postgresql_where=sa.text(OPEN),
    )
