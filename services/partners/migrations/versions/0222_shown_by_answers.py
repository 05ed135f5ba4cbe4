"""A letter on paper that its body answered before an answer was told as showing its arrival is in the state that says so, with the notice of it; of one
on which the clocks ended without any answer nothing shows that it arrived: it waits to be sent.
"""

from alembic import op

revision = "0222"
down_revision = "0200"

_ANSWERED = (
    "SELECT letter.id, letter.institution_id, letter.recommendation_id,"
    " min(coalesce(item.answered_on, (item.answered_at AT TIME ZONE 'Europe/Tirane')::date)) AS day"
    " FROM dispatch AS letter JOIN dispatch_item AS item ON item.dispatch_id = letter.id"
    " JOIN post_entry AS entry ON entry.dispatch_id = letter.id AND entry.state = 'to_post' AND entry.letter IS NULL"
    " WHERE letter.due_over AND letter.withdrawn_at IS NULL AND letter.delivered_at IS NULL"
    " AND (item.answered_on IS NOT NULL OR item.answered_at IS NOT NULL) GROUP BY letter.id"
)
STATEMENTS = (
    "SELECT set_config('app.office', 'on', true)",
    "INSERT INTO notice (institution_id, recommendation_id, kind, details, at, event_id)"
    " SELECT institution_id, recommendation_id, 'stopped', json_build_object('why', 'answered', 'on', day), now(), gen_random_uuid()"
    f" FROM ({_ANSWERED}) AS found",
    f"UPDATE dispatch SET delivery = 'delivered', failure = NULL FROM ({_ANSWERED}) AS found"
    " WHERE dispatch.id = found.id AND dispatch.delivery <> 'sent'",
    f"UPDATE post_entry SET state = 'answered' FROM ({_ANSWERED}) AS found"
    " WHERE post_entry.dispatch_id = found.id AND post_entry.state = 'to_post' AND post_entry.letter IS NULL",
    "SELECT set_config('app.office', '', true)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
