"""What the office believed of each sending, and since when: the clock of a letter that came back had begun by what was known before."""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0095"


def upgrade() -> None:
    op.add_column("delivery_record", sa.Column("sent_on", sa.Date(), nullable=True))
    # Of what is there already the ledger says it: which sending was entered last. To fill a column in is no change of what was believed.
    op.execute("ALTER TABLE delivery_record DISABLE TRIGGER USER")
    op.execute(
        "UPDATE delivery_record d SET sent_on = (SELECT e.effective FROM clock_entry e"
        " WHERE e.obligation_id = d.obligation_id AND e.event = 'dispatched' AND e.recorded_at <= d.at"
        " ORDER BY e.number DESC LIMIT 1)"
        " WHERE d.delivery IN ('sent', 'delivered', 'opened', 'acknowledged')"
    )
    op.execute("ALTER TABLE delivery_record ENABLE TRIGGER USER")
