"""Another password, or no second factor any more, for somebody who is locked out: asked for, agreed to, stopped, done."""

import sqlalchemy as sa
from alembic import op

revision = "0345"
down_revision = "0340"


def upgrade() -> None:
    op.create_table(
        "account_rescue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.Uuid(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("what IN ('password', 'second_factor')", name=op.f("ck_account_rescue_what")),
        sa.CheckConstraint("asked_by <> staff_id", name=op.f("ck_account_rescue_not_ones_own")),
        sa.CheckConstraint("agreed_by NOT IN (asked_by, staff_id)", name=op.f("ck_account_rescue_two_people")),
        sa.CheckConstraint("done_at IS NULL OR stopped_at IS NULL", name=op.f("ck_account_rescue_one_end")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff_member.id"], name=op.f("fk_account_rescue_asked_by_staff_member")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_account_rescue_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_rescue")),
    )
    op.create_index(
        "ix_account_rescue_open", "account_rescue", ["staff_id", "what"], unique=True,
        postgresql_where=sa.text("done_at IS NULL AND stopped_at IS NULL"),
    )  # fmt: skip
