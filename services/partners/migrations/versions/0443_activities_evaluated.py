"""What was answered before and after an activity, in counts."""

import sqlalchemy as sa
from alembic import op

revision = "0443"
down_revision = "0441"


def upgrade() -> None:
    op.create_table(
        "activity_answered",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_activity_answered_count")),
        sa.CheckConstraint("moment IN ('before', 'after')", name=op.f("ck_activity_answered_moment")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_answered_activity_id")),
        sa.PrimaryKeyConstraint("activity_id", "moment", "question", "answer", name=op.f("pk_activity_answered")),
    )
