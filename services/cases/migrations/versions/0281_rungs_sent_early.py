"""Of which rungs it became known that they were sent before the term was over, and whether the office was told."""

import sqlalchemy as sa
from alembic import op

revision = "0281"
down_revision = "0280"


def upgrade() -> None:
    op.create_table(
        "early_rung",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["escalation_id"], ["escalation.id"], name=op.f("fk_early_rung_escalation_id")),
        sa.PrimaryKeyConstraint("escalation_id", name=op.f("pk_early_rung")),
    )
    op.create_index("ix_early_rung_untold", "early_rung", ["escalation_id"], postgresql_where=sa.text("NOT told"))
