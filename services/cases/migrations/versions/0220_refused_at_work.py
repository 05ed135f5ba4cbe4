"""What its body refused, sent on or called another's business stands on its list also where the office had found it in process before."""

import sqlalchemy as sa
from alembic import op

revision = "0220"
down_revision = "0215"

_UNWEIGHED = (
    "closed_on IS NULL AND assessed IN ('not_assessed', 'in_process') AND insufficient_on IS NULL AND ladder_ended_on IS NULL AND reply "
)
CONDITIONS = {
    "ix_obligation_refused": _UNWEIGHED
    + "IN ('refused_with_reasons', 'refused_without_reasons') AND refusal_left_on IS NULL",
    "ix_obligation_not_competent": _UNWEIGHED + "= 'not_competent'",
    "ix_obligation_forwarded": _UNWEIGHED + "= 'forwarded'",
}


def upgrade() -> None:
    for name, condition in CONDITIONS.items():
        op.drop_index(name, "obligation")
        op.create_index(name, "obligation", ["created_at", "id"], postgresql_where=sa.text(condition))
