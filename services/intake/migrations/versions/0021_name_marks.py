"""By what full names a sealed file can be recognised without opening it; a worker makes them for what is there."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "name_mark",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("mark", "owner", name=op.f("pk_name_mark")),
    )
    op.create_index(op.f("ix_name_mark_owner"), "name_mark", ["owner"])
    op.add_column("complaint", sa.Column("names_marked", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_index(
        "ix_complaint_names_unmarked", "complaint", ["id"], postgresql_where=sa.text("NOT names_marked")
    )
