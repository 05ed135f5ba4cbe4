"""When each item, and with the last of them a letter, was answered: a reply alone may ask back or pass an item on."""

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0075"


def upgrade() -> None:
    for table in ("dispatch", "dispatch_item"):
        op.add_column(table, sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    # Positions lie in the document store. What the office counts says which letters are open; where it counted nothing the reply
    # stands as before.
    op.execute("SELECT set_config('app.office', 'on', true)")
    op.execute("UPDATE dispatch SET answered_at = replied_at WHERE replied_at IS NOT NULL AND (due_over OR NOT due_counted)")
    op.execute(
        "UPDATE dispatch_item SET answered_at = dispatch.replied_at FROM dispatch"
        " WHERE dispatch.id = dispatch_item.dispatch_id AND dispatch.replied_at IS NOT NULL"
        " AND (dispatch_item.due_cause = 'closed' OR NOT dispatch.due_counted)"
    )
    op.execute("SELECT set_config('app.office', '', true)")
