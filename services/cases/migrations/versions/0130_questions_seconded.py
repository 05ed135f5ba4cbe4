"""Which texts nobody but their writer reads, and how many of their questions may be about somebody of the files.

What was compared before stays as it was: of a text that is compared again, or written, both are known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0123"


def upgrade() -> None:
    op.add_column("text_check", sa.Column("asks", sa.Integer(), server_default="0", nullable=False))
    op.add_column("text_check", sa.Column("alone", sa.Boolean(), server_default=sa.false(), nullable=False))
