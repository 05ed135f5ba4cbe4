"""Which notices before the last day for a reply were sent, so that none is sent twice."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "sent_notice",
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_sent_notice_obligation_id")),
        sa.PrimaryKeyConstraint("obligation_id", "key", "due", name=op.f("pk_sent_notice")),
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sent_notice"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_table BEFORE TRUNCATE ON sent_notice"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
