"""What every change of what the published figures are counted from leaves: who counted them knows then whether they are the same still.

A row per transaction, so that none waits for another; a timer makes one of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0642"
down_revision = "0641"

#: What the figures read. Frozen: a table that they come to read gets its trigger in a migration of its own.
COUNTED_FROM = (
    "assessment",
    "case_hold",
    "children_kept",
    "claim",
    "clock_entry",
    "delivery_record",
    "figures_kept",
    "figures_snapshot",
    "known_institution",
    "moot_spell",
    "obligation",
    "recommendation",
    "reply",
    "reply_item",
    "shown_record",
)


def upgrade() -> None:
    op.create_table(
        "figures_turn",
        sa.Column("tx", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turns", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tx", "at", name=op.f("pk_figures_turn")),
    )
    op.execute(
        "CREATE FUNCTION figures_turned() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$"
        " BEGIN INSERT INTO public.figures_turn VALUES (pg_current_xact_id()::text::bigint, transaction_timestamp(), 1)"
        " ON CONFLICT DO NOTHING; RETURN NULL; END $$"
    )
    for table in COUNTED_FROM:
        op.execute(
            f"CREATE TRIGGER figures_turned AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION figures_turned()"
        )
