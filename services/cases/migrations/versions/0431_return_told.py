"""Of which return of a letter whoever complained was told last; of those from before they are told as well, while the letter has not arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0431"
down_revision = "0430"


def upgrade() -> None:
    op.add_column("act_addressee", sa.Column("return_told", sa.BigInteger(), server_default="0", nullable=False))
