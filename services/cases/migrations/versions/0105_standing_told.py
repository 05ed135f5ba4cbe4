"""What whoever complained was told last of where an obligation stands, so that what no longer holds is taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0105"
down_revision = "0103"

ACCUSED = "told_state IN ('no_reply', 'promise_broken') AND closed_on IS NULL AND held_since IS NULL"


def upgrade() -> None:
    for column in ("told_state", "told_said", "told_next"):
        op.add_column("obligation", sa.Column(column, sa.Text(), nullable=True))
    op.add_column("obligation", sa.Column("told_day", sa.Date(), nullable=True))
    op.create_index("ix_obligation_accused", "obligation", ["id"], postgresql_where=sa.text(ACCUSED))
    # What was told before stands in the history. That a court has the matter is told of the case, not of an item.
    op.execute(
        "UPDATE obligation SET told_state = last.state FROM ("
        " SELECT DISTINCT ON (details ->> 'obligation') details ->> 'obligation' AS id, details ->> 'state' AS state"
        " FROM case_history WHERE code = 'complainant.status' AND details ->> 'state' <> 'elsewhere'"
        " ORDER BY details ->> 'obligation', at DESC, id DESC"
        ") AS last WHERE last.id = obligation.id::text"
    )
