"""Slips of delivery are told apart from scans that can back a finding; the name of a scan as it was given, as a document."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.add_column("scan", sa.Column("slip", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("scan", sa.Column("named", sa.Text(), nullable=True))
    # A scan is never changed; which of them came as slips was not kept with them.
    op.execute("ALTER TABLE scan DISABLE TRIGGER USER")
    op.execute("UPDATE scan SET slip = true WHERE id IN (SELECT proof_id FROM act_addressee)")
    op.execute("ALTER TABLE scan ENABLE TRIGGER USER")
