"""What a body said that the office has to answer or to weigh: lists that are read in their order, and the question that is open."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0060"

UNWEIGHED = (
    "closed_on IS NULL AND assessed = 'not_assessed' AND insufficient_on IS NULL AND ladder_ended_on IS NULL AND reply "
)
LISTS = {
    "refused": UNWEIGHED + "IN ('refused_with_reasons', 'refused_without_reasons')",
    "not_competent": UNWEIGHED + "= 'not_competent'",
    "forwarded": UNWEIGHED + "= 'forwarded'",
    "question_open": "closed_on IS NULL AND question_id IS NOT NULL",
}
#: The last reply on each obligation, where it asks back: nobody could answer it until now.
ASKED = (
    "UPDATE obligation SET question_id = last.reply_id FROM ("
    "SELECT DISTINCT ON (said.obligation_id) said.obligation_id, said.reply_id, said.position"
    " FROM reply_item AS said JOIN reply ON reply.id = said.reply_id"
    " ORDER BY said.obligation_id, reply.received_at DESC, reply.version DESC"
    ") AS last WHERE last.obligation_id = obligation.id AND last.position = 'asks_clarification'"
)


def upgrade() -> None:
    op.add_column("obligation", sa.Column("question_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_obligation_question_id"), "obligation", "reply", ["question_id"], ["id"])
    op.execute(ASKED)
    for name, condition in LISTS.items():
        op.create_index(
            f"ix_obligation_{name}", "obligation", ["created_at", "id"], postgresql_where=sa.text(condition)
        )
    op.create_index(
        "ix_extension_request_undecided",
        "extension_request",
        ["recommendation_id", "institution_id"],
        postgresql_where=sa.text("state = 'asked'"),
    )
