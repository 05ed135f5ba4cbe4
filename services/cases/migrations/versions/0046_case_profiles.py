"""What is counted of the children whom a case of the office's own initiative is about: codes, never a name."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    codes = ("age_band", "sex", "disability", "minority", "care", "county")
    op.create_table(
        "case_profile",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("children", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(member, sa.Text(), nullable=False) for member in codes),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_profile_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_profile")),
    )
