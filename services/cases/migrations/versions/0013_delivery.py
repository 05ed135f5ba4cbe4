"""Delivery as it happened: by which way, on which day, with which proof; and no day before a letter arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_ARRIVED = "('delivered', 'opened', 'acknowledged')"


def upgrade() -> None:
    for table in ("act_addressee", "obligation"):
        op.add_column(table, sa.Column("sent_on", sa.Date(), nullable=True))
        op.add_column(table, sa.Column("delivered_on", sa.Date(), nullable=True))
    op.add_column("act_addressee", sa.Column("tracking", sa.Text(), nullable=True))
    op.add_column("act_addressee", sa.Column("proof_id", sa.Uuid(), nullable=True))
    op.add_column("obligation", sa.Column("delivery_known_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("rung_letter", sa.Column("left_on", sa.Date(), nullable=True))
    op.add_column("rung_letter", sa.Column("delivery", sa.Text(), server_default="queued", nullable=False))
    # Who answered had the letter, be it that nobody told of its delivery; its last day stays what it was.
    op.execute(
        "UPDATE act_addressee a SET delivery = 'delivered', failure = NULL FROM obligation o"
        " WHERE o.recommendation_id = a.recommendation_id AND o.institution_id = a.institution_id"
        f" AND o.reply <> 'none' AND a.delivery NOT IN {_ARRIVED}"
    )
    op.execute(
        "UPDATE obligation SET delivery = 'delivered', sent_on = issued_on,"
        " delivered_on = coalesce(answered_on, issued_on), delivery_known_at = created_at"
        f" WHERE delivery NOT IN {_ARRIVED} AND EXISTS (SELECT FROM obligation o WHERE o.reply <> 'none'"
        " AND o.recommendation_id = obligation.recommendation_id AND o.institution_id = obligation.institution_id)"
    )
    # Of what arrived the day is known; a reminder that was sent before counts as it did.
    op.execute(
        "UPDATE act_addressee SET delivered_on = (delivered_at AT TIME ZONE 'Europe/Tirane')::date"
        f" WHERE delivery IN {_ARRIVED}"
    )
    op.execute(
        "UPDATE obligation SET delivered_on ="
        " coalesce(obligation.delivered_on, a.delivered_on, o.answered_on, o.started_on, o.issued_on),"
        " delivery_known_at = coalesce(a.delivered_at, o.created_at)"
        " FROM obligation o JOIN act_addressee a"
        " ON a.recommendation_id = o.recommendation_id AND a.institution_id = o.institution_id"
        f" WHERE obligation.id = o.id AND o.delivery IN {_ARRIVED}"
    )
    op.execute(
        "UPDATE rung_letter SET delivery = 'delivered', left_on = (sent_at AT TIME ZONE 'Europe/Tirane')::date"
        " WHERE state = 'sent'"
    )
    # What never arrived has no last day, and is public of nobody.
    op.execute(f"UPDATE obligation SET started_on = NULL, reply_due = NULL WHERE delivery NOT IN {_ARRIVED}")
    op.execute(
        "UPDATE recommendation r SET shown_from = NULL WHERE shown_from IS NOT NULL AND EXISTS"
        f" (SELECT FROM act_addressee a WHERE a.recommendation_id = r.id AND a.delivery NOT IN {_ARRIVED})"
    )
