"""Who came to an activity, in numbers, and what was handed out there."""

import sqlalchemy as sa
from alembic import op

revision = "0441"
down_revision = "0440"


def upgrade() -> None:
    op.add_column("activity", sa.Column("adults", sa.Integer(), nullable=True))
    op.create_table(
        "activity_count",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("age_band", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_activity_count_count")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_count_activity_id")),
        sa.PrimaryKeyConstraint("activity_id", "age_band", "sex", name=op.f("pk_activity_count")),
    )
    op.create_table(
        "activity_material",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.CheckConstraint("copies > 0", name=op.f("ck_activity_material_copies")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_material_activity_id")),
        sa.PrimaryKeyConstraint("activity_id", "publication_id", name=op.f("pk_activity_material")),
    )
