"""Consents for pictures at an activity, which can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0444"
down_revision = "0443"


def upgrade() -> None:
    op.create_table(
        "picture_consent",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("slip", sa.SmallInteger(), nullable=False),
        sa.Column("uses", postgresql.JSONB(), nullable=False),
        sa.Column("young", sa.Boolean(), nullable=False),
        sa.Column("guardian", sa.Boolean(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("slip BETWEEN 1 AND 9999", name=op.f("ck_picture_consent_slip")),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by IS NULL)", name=op.f("ck_picture_consent_taken_back")
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_picture_consent_activity_id")),
        sa.PrimaryKeyConstraint("activity_id", "slip", name=op.f("pk_picture_consent")),
    )
