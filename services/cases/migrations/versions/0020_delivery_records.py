"""What the office believed of each delivery, and since when: a letter that came back had arrived by what was known before."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "delivery_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_delivery_record_obligation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_record")),
    )
    op.create_index("ix_delivery_record_obligation_id_number", "delivery_record", ["obligation_id", "number"])
    op.execute(
        "INSERT INTO delivery_record (id, obligation_id, delivery, delivered_on, at)"
        " SELECT gen_random_uuid(), id, delivery, delivered_on, coalesce(delivery_known_at, created_at)"
        " FROM obligation WHERE delivered_on IS NOT NULL"
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON delivery_record"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON delivery_record"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
