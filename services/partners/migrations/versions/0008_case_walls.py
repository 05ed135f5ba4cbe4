"""Who is shut out of a case, and of which cases a letter tells."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "case_wall",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "case_id", name=op.f("pk_case_wall")),
    )
    op.add_column("dispatch", sa.Column("cases", ARRAY(sa.Uuid()), nullable=False, server_default=sa.text("'{}'")))
