"""A refusal takes back the promise and the day that was asked for before it, also one of before that rule; a day that was named with it or while it
stands is none.

The days by which it is to be done now are those of the items: holds and days off in them are counted when the bodies are told of them,
within seconds.
"""

from alembic import op

revision = "0221"
down_revision = "0220"

_REFUSALS = "('refused_with_reasons', 'refused_without_reasons')"
_NAMED = (
    "SELECT item.obligation_id AS id, item.promised_date AS day, reply.received_at AS at, reply.recorded_at AS recorded"
    " FROM reply_item AS item JOIN reply ON reply.id = item.reply_id WHERE item.promised_date IS NOT NULL"
    " UNION ALL SELECT obligation_id, promised_date, at, at FROM claim WHERE promised_date IS NOT NULL"
)
#: The last refusal of each.
_REFUSED = (
    "SELECT DISTINCT ON (item.obligation_id) item.obligation_id AS id, reply.received_at AS at, reply.recorded_at AS recorded"
    f" FROM reply_item AS item JOIN reply ON reply.id = item.reply_id WHERE item.word IN {_REFUSALS}"
    " ORDER BY item.obligation_id, reply.received_at DESC, reply.recorded_at DESC"
)


def _taken_back(day: str) -> str:
    """That a refusal stands, or came at or after the last naming of the day in this column."""
    named = f"SELECT FROM ({_NAMED}) AS said WHERE said.id = one.id AND said.day = one.{day}"
    later = f"{named} AND (said.at, said.recorded) > (refused.at, refused.recorded)"
    since = f"EXISTS (SELECT FROM ({_REFUSED}) AS refused WHERE refused.id = one.id AND NOT EXISTS ({later}))"
    return f"one.{day} IS NOT NULL AND (one.reply IN {_REFUSALS} OR (EXISTS ({named}) AND {since}))"


#: Their mark whether a day counts is the office's, and no part of what a body said.
MARKED = ("reply_item", "claim")
STATEMENTS = (
    "UPDATE obligation AS one SET promised_date = NULL, promised_on = NULL,"
    " implementation_due = CASE WHEN item_due IS NOT NULL THEN greatest(item_due, noted_date) END,"
    f" told_by_when = CASE WHEN item_due IS NULL THEN told_by_when END WHERE {_taken_back('promised_date')}",
    f"UPDATE obligation AS one SET asked_date = NULL WHERE {_taken_back('asked_date')}",
    *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in MARKED),
    f"UPDATE reply_item AS item SET moved = false FROM reply, obligation AS one, ({_REFUSED}) AS refused"
    " WHERE reply.id = item.reply_id AND one.id = item.obligation_id AND refused.id = one.id"
    f" AND one.reply IN {_REFUSALS} AND item.moved AND item.promised_date IS NOT NULL"
    " AND (reply.received_at, reply.recorded_at) >= (refused.at, refused.recorded)",
    f"UPDATE claim SET moved = false FROM obligation AS one, ({_REFUSED}) AS refused"
    " WHERE one.id = claim.obligation_id AND refused.id = one.id"
    f" AND one.reply IN {_REFUSALS} AND claim.moved AND claim.promised_date IS NOT NULL AND claim.at >= refused.at",
    *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in MARKED),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
