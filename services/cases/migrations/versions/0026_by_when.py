"""One day by which a measure is to be done, and when a body promised it or reported it done.

`implementation_due` of what is stored becomes the promised day, else that of the item. Days of holds that are over are counted in when
the facts of an obligation are written next.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

SAID = (
    "SELECT item.obligation_id, item.claimed, item.promised_date, reply.received_at AS at"
    " FROM reply_item AS item JOIN reply ON reply.id = item.reply_id"
    " UNION ALL SELECT obligation_id, claimed, promised_date, at FROM claim"
)
DAY = "(min(said.at) AT TIME ZONE 'Europe/Tirane')::date"


def upgrade() -> None:
    for table in ("obligation", "incoming_item"):
        op.add_column(table, sa.Column("promised_on", sa.Date(), nullable=True))
        op.add_column(table, sa.Column("claimed_on", sa.Date(), nullable=True))
        op.execute(
            f"UPDATE {table} SET implementation_due = coalesce(promised_date, item_due)"
            " WHERE implementation_due IS DISTINCT FROM coalesce(promised_date, item_due)"
        )
    op.execute(
        f"UPDATE obligation SET promised_on = named.day FROM (SELECT one.id, {DAY} AS day FROM obligation AS one"
        f" JOIN ({SAID} UNION ALL SELECT obligation_id, NULL, promised_date, at FROM assessment) AS said"
        " ON said.obligation_id = one.id AND said.promised_date = one.promised_date GROUP BY one.id) AS named"
        " WHERE named.id = obligation.id"
    )
    op.execute(
        f"UPDATE obligation SET claimed_on = done.day FROM (SELECT one.id, {DAY} AS day FROM obligation AS one"
        f" JOIN ({SAID}) AS said ON said.obligation_id = one.id AND said.claimed = 'implemented'"
        " WHERE one.claimed = 'implemented' AND one.assessed = 'not_assessed' GROUP BY one.id) AS done"
        " WHERE done.id = obligation.id"
    )
    untold = (
        "closed_on IS NULL AND reply IN ('accepted', 'accepted_in_part')"
        " AND assessed IN ('not_assessed', 'in_process') AND told_promised IS DISTINCT FROM implementation_due"
    )
    op.create_index(
        "ix_obligation_by_when_untold", "obligation", ["implementation_due"], postgresql_where=sa.text(untold)
    )
    op.drop_index("ix_obligation_promise_untold", "obligation")
