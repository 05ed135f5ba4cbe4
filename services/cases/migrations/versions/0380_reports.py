"""Reports: their words, their figures as they were frozen, and the files made of both."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0380"
down_revision = "0372"


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("number", "state", "kind")),
        sa.Column("template_version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("title_sq", "title_en")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first", "last")),
        sa.Column("county", sa.Text(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("hands", postgresql.JSONB(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("filed_at", "published_at")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_report_published")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_report_case_id_case_file")),
        sa.ForeignKeyConstraint(["act_id"], ["recommendation.id"], name=op.f("fk_report_act_id_recommendation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("number", name=op.f("uq_report_number")),
    )
    op.create_index("ix_report_made_at_id", "report", ["made_at", "id"])
    op.create_index("ix_report_published_at_id", "report", ["published_at", "id"])
    op.create_table(
        "report_text",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("chapter", "words_sq", "words_en")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_text_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "chapter", name=op.f("pk_report_text")),
    )
    op.create_table(
        "report_freeze",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("on", "known")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_freeze_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "edition", name=op.f("pk_report_freeze")),
    )
    op.create_table(
        "report_figure",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("edition", "place")),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("query_version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("key", "name_sq", "name_en", "unit", "scope")),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in ("numerator", "denominator")),
        sa.CheckConstraint("denominator IS NULL OR numerator <= denominator", name=op.f("ck_report_figure_part")),
        sa.ForeignKeyConstraint(
            ["report_id", "edition"],
            ["report_freeze.report_id", "report_freeze.edition"],
            name=op.f("fk_report_figure_report_id_report_freeze"),
        ),
        sa.PrimaryKeyConstraint("report_id", "edition", "place", name=op.f("pk_report_figure")),
    )
    op.create_table(
        "report_file",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("made_of", "language", "form", "document", "sha256")),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_file_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "made_of", "language", "form", name=op.f("pk_report_file")),
    )
