"""A reminder that fell before it left leaves its rung open; and a receipt that waits for a second person is known."""

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0105"


def upgrade() -> None:
    op.add_column("act_addressee", sa.Column("receipt_told_on", sa.Date(), nullable=True))
    op.add_column("rung_letter", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("uq_escalation_rung_to", table_name="escalation")
    op.create_index(
        "uq_escalation_rung_to",
        "escalation",
        ["obligation_id", "rung", "to", "act_id", "letter_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
