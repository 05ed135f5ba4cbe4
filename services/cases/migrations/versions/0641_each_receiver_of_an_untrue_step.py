"""Which letter tells which receiver of a step that it was untrue: a step that is an act may have gone to several."""

import sqlalchemy as sa
from alembic import op

revision = "0641"
down_revision = "0640"


def upgrade() -> None:
    op.create_table(
        "early_rung_letter",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["early_rung.escalation_id"], name=op.f("fk_early_rung_letter_escalation_id")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["told_letter.id"], name=op.f("fk_early_rung_letter_letter_id")),
        sa.PrimaryKeyConstraint("escalation_id", "institution_id", name=op.f("pk_early_rung_letter")),
    )
    op.create_index(op.f("ix_early_rung_letter_letter_id"), "early_rung_letter", ["letter_id"], unique=False)
