"""Requests for figures, and the figures that were observed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0260"
down_revision = "0285"


def upgrade() -> None:
    op.create_table(
        "figure_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("indicators", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("accepted_until", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["recommendation.id"], name=op.f("fk_figure_request_act_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_figure_request_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_request")),
        sa.UniqueConstraint("act_id", name=op.f("uq_figure_request_act_id")),
    )
    op.create_index("ix_figure_request_asked_at_id", "figure_request", ["asked_at", "id"])
    op.create_table(
        "figure_observed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_ends", sa.Date(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("citation", sa.Text(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(state = 'counted') = (numerator IS NOT NULL)", name=op.f("ck_figure_observed_counted")),
        sa.CheckConstraint("denominator IS NULL OR numerator IS NOT NULL", name=op.f("ck_figure_observed_denominator")),
        sa.CheckConstraint("(request_id IS NULL) <> (citation IS NULL)", name=op.f("ck_figure_observed_source")),
        sa.ForeignKeyConstraint(["replaces"], ["figure_observed.id"], name=op.f("fk_figure_observed_replaces")),
        sa.ForeignKeyConstraint(["request_id"], ["figure_request.id"], name=op.f("fk_figure_observed_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_observed")),
    )
    for name, columns in _INDEXES.items():
        op.create_index(f"ix_figure_observed_{name}", "figure_observed", columns)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON figure_observed FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON figure_observed FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


_INDEXES = {
    "place": ["indicator", "level", "area", "codes", "period_ends", "version", "known_at"],
    "period": ["indicator", "level", "period", "codes", "area", "version", "known_at"],
    "known_at_id": ["known_at", "id"],
    "indicator_known_at_id": ["indicator", "known_at", "id"],
    "area_known_at_id": ["area", "known_at", "id"],
    "request_id": ["request_id", "area"],
}
