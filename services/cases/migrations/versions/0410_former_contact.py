"""Where somebody was reached until somebody else changed it."""

import sqlalchemy as sa
from alembic import op

revision = "0410"
down_revision = "0380"


def upgrade() -> None:
    op.create_table(
        "former_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("by_email", sa.Boolean(), nullable=False),
        sa.Column("by_sms", sa.Boolean(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_former_contact_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_contact")),
    )
    op.create_index(op.f("ix_former_contact_staff_id"), "former_contact", ["staff_id"])
    op.create_index(op.f("ix_former_contact_until"), "former_contact", ["until"])
