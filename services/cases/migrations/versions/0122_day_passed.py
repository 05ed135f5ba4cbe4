"""A promise is broken by letting a day pass that the body named; one that others set has only passed, and was told in the same words."""

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0121"

ACCUSED = "told_state IN ('no_reply', 'day_passed', 'promise_broken') AND closed_on IS NULL AND held_since IS NULL"


def upgrade() -> None:
    op.drop_index("ix_obligation_accused", table_name="obligation")
    op.create_index("ix_obligation_accused", "obligation", ["id"], postgresql_where=sa.text(ACCUSED))
    op.execute(
        "UPDATE obligation SET told_state = 'day_passed' WHERE told_state = 'promise_broken' AND promised_on IS NULL"
    )
