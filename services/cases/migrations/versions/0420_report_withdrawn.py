"""A published report can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0420"
down_revision = "0410"


def upgrade() -> None:
    op.add_column("report", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("report", sa.Column("reason", sa.Text(), nullable=True))
    op.drop_constraint("ck_report_published", "report")
    op.create_check_constraint(
        op.f("ck_report_published"),
        "report",
        "(state IN ('published', 'withdrawn')) = (published_at IS NOT NULL)",
    )
    op.create_check_constraint(
        op.f("ck_report_withdrawn"),
        "report",
        "(state = 'withdrawn') = (withdrawn_at IS NOT NULL) AND (withdrawn_at IS NULL) = (reason IS NULL)",
    )
