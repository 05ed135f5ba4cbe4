"""The case of a complaint by the complaint's reference: a tip may open it before the complaint itself arrives."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_index(
        "ix_case_file_reference", "case_file", ["reference"], postgresql_where=sa.text("reference IS NOT NULL")
    )
