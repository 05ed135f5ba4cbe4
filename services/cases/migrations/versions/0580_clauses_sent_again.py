"""A letter that was withdrawn as issued in error is sent again, and the clause is asked by the item of the new one."""

import sqlalchemy as sa
from alembic import op

revision = "0580"
down_revision = "0565"


def upgrade() -> None:
    op.add_column("agreement_known", sa.Column("task_id", sa.Uuid(), nullable=True))
    op.add_column("agreement_clause", sa.Column("item_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE agreement_clause SET item_id = id")
    op.alter_column("agreement_clause", "item_id", nullable=False)
