"""Whether whoever complained was told that nothing is asked on a letter any more; of what was over before, nobody is told long after."""

import sqlalchemy as sa
from alembic import op

revision = "0522"
down_revision = "0521"


def upgrade() -> None:
    op.add_column("moot_spell", sa.Column("heard", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE moot_spell SET heard = ended_at IS NULL")
