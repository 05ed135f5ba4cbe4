"""Whether a body ever said how far it is, on the obligation: the list of those who said nothing is read in its order again."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

SILENT = "closed_on IS NULL AND reply IN ('accepted', 'accepted_in_part') AND NOT spoke"
SAID = (
    "UPDATE obligation SET spoke = true WHERE claimed <> 'not_started'"
    " OR EXISTS (SELECT 1 FROM reply_item WHERE obligation_id = obligation.id AND reply_item.claimed IS NOT NULL)"
    " OR EXISTS (SELECT 1 FROM claim WHERE obligation_id = obligation.id)"
)


def upgrade() -> None:
    op.add_column("obligation", sa.Column("spoke", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(SAID)
    op.drop_index("ix_obligation_silent_since", "obligation")
    op.create_index("ix_obligation_silent_since", "obligation", ["created_at", "id"], postgresql_where=sa.text(SILENT))
