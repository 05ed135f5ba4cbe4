"""Who named the day that stands as promised since before 0103: where the office did, it is what the office expects; where nobody is known
to have named it, that is said, by leaving open when it was named.

A day that gave less time than the body's own does not count any more; holds and days off in it are counted when the facts are written next.
"""

from alembic import op

revision = "0121"
down_revision = "0120"

ON = "(said.at AT TIME ZONE 'Europe/Tirane')::date"
#: What the body and what the office (of what is asked of the office: the issuer) named, with when.
BY_BODY = {
    "obligation": (
        "SELECT item.obligation_id AS id, item.promised_date AS day, reply.received_at AS at FROM reply_item AS item"
        " JOIN reply ON reply.id = item.reply_id UNION ALL SELECT obligation_id, promised_date, at FROM claim"
    ),
    "incoming_item": "SELECT item_id AS id, promised_date AS day, at FROM incoming_report WHERE assessed IS NULL",
}
BY_OFFICE = {
    "obligation": "SELECT obligation_id AS id, promised_date AS day, at FROM assessment",
    "incoming_item": "SELECT item_id AS id, promised_date AS day, at FROM incoming_report WHERE assessed IS NOT NULL",
}
#: The body is told anew why the day is that day.
TOLD_ANEW = {"obligation": ", told_by_when = NULL", "incoming_item": ""}


def statements(table: str) -> tuple[str, str]:
    """That gives each day to whoever named it, and that leaves open when it was named where nobody is known to have."""
    body, office = BY_BODY[table], BY_OFFICE[table]
    unsaid = f"NOT EXISTS (SELECT FROM ({body}) AS said WHERE said.id = one.id AND said.day = one.promised_date)"
    noted = (
        f"WITH noted AS (SELECT DISTINCT ON (one.id) one.id, one.promised_date AS day, said.at FROM {table} AS one"
        f" JOIN ({office}) AS said ON said.id = one.id AND said.day = one.promised_date WHERE {unsaid}"
        " ORDER BY one.id, said.at),"
        " own AS (SELECT DISTINCT ON (noted.id) noted.id, said.day, said.at FROM noted"
        f" JOIN ({body}) AS said ON said.id = noted.id AND said.at <= noted.at WHERE said.day IS NOT NULL"
        " ORDER BY noted.id, said.at DESC)"
        f" UPDATE {table} AS one SET noted_date = said.day, noted_on = {ON}, promised_date = own.day,"
        " promised_on = (own.at AT TIME ZONE 'Europe/Tirane')::date, implementation_due ="
        " CASE WHEN said.day > coalesce(own.day, one.item_due, '-infinity') THEN one.implementation_due"
        f" ELSE coalesce(own.day, one.item_due) END{TOLD_ANEW[table]}"
        " FROM noted AS said LEFT JOIN own ON own.id = said.id WHERE said.id = one.id"
    )
    unknown = (
        f"UPDATE {table} AS one SET promised_on = NULL{TOLD_ANEW[table]} WHERE promised_date IS NOT NULL AND {unsaid}"
    )
    return noted, unknown


def upgrade() -> None:
    for table in BY_BODY:
        for statement in statements(table):
            op.execute(statement)
