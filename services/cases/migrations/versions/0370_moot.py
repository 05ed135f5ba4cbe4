"""Since when nothing is asked on a step, because what it presses for is over at its root. What is so already is entered by the timer, on the day
on which it does: figures of the days before stay as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0370"
down_revision = "0355"


def upgrade() -> None:
    for table in ("obligation", "incoming_item"):
        op.add_column(table, sa.Column("moot_on", sa.Date(), nullable=True))
    op.create_table(
        "moot_spell",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("stood", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moot_spell")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_moot_spell_obligation_id_obligation")),
        sa.ForeignKeyConstraint(["root_id"], ["obligation.id"], name=op.f("fk_moot_spell_root_id_obligation")),
    )
    op.create_index("ix_moot_spell_obligation_id", "moot_spell", ["obligation_id"])
    op.create_index(
        "uq_moot_spell_open", "moot_spell", ["obligation_id"], unique=True, postgresql_where=sa.text("ended_at IS NULL")
    )
