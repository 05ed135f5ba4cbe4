"""On which refusals who closed a case has decided: the others stay on their list."""

import sqlalchemy as sa
from alembic import op

revision = "0215"
down_revision = "0203"

REFUSED = (
    "closed_on IS NULL AND assessed = 'not_assessed' AND insufficient_on IS NULL AND ladder_ended_on IS NULL AND reply "
    "IN ('refused_with_reasons', 'refused_without_reasons') AND refusal_left_on IS NULL"
)
#: Closed on a ground that decides, over a refusal that was there by then.
LEFT = (
    "UPDATE obligation SET refusal_left_on = case_file.closed_on FROM case_file"
    " WHERE case_file.id = obligation.case_id AND case_file.status = 'closed'"
    " AND case_file.closing_ground IN ('refusal_reasoned', 'remedied_otherwise', 'no_further_effect', 'other')"
    " AND obligation.reply IN ('refused_with_reasons', 'refused_without_reasons')"
    " AND obligation.insufficient_on IS NULL AND obligation.answered_on <= case_file.closed_on"
)


def upgrade() -> None:
    op.add_column("obligation", sa.Column("refusal_left_on", sa.Date(), nullable=True))
    op.execute(LEFT)
    op.drop_index("ix_obligation_refused", "obligation")
    op.create_index(
        "ix_obligation_refused", "obligation", ["created_at", "id"], postgresql_where=sa.text(REFUSED)
    )
