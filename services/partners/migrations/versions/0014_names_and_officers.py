"""The name of a file as the body gave it, as a document; who works on a case, who prints its letters; by when a measure is to be done."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("evidence_file", sa.Column("named", sa.Text(), nullable=True))
    op.add_column("dispatch_item", sa.Column("done_by", sa.Date(), nullable=True))
    op.add_column("dispatch_item", sa.Column("done_by_why", sa.Text(), nullable=True))
    op.create_table(
        "case_worker",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "staff_id", name=op.f("pk_case_worker")),
    )
