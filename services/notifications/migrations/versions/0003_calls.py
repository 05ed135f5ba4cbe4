"""Messages to people of the office who are on call: before all others, to an address in a document that the row names."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_OPEN = "state IN ('waiting', 'sending')"


def upgrade() -> None:
    op.add_column("message", sa.Column("contact", sa.Text(), nullable=True))
    op.drop_constraint(op.f("ck_message_recipient"), "message", type_="check")
    op.create_check_constraint(
        op.f("ck_message_recipient"), "message", "recipient IN ('complainant', 'institution', 'staff')"
    )
    op.create_check_constraint(
        op.f("ck_message_contact"), "message", "(recipient = 'staff') = (contact IS NOT NULL)"
    )
    op.create_index(
        "ix_message_call", "message", ["next_try_at", "id"], postgresql_where=sa.text(f"recipient = 'staff' AND {_OPEN}")
    )
