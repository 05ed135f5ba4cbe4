"""What shows on which day a letter was truly delivered, where the office corrected that day: a scan, or a ground of the data file.

What was corrected before has neither, and says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0175"
down_revision = "0170"


def upgrade() -> None:
    op.add_column("clock_entry", sa.Column("scan_id", sa.Uuid(), nullable=True))
    op.add_column("clock_entry", sa.Column("ground", sa.Text(), nullable=True))
    op.create_foreign_key(op.f("fk_clock_entry_scan_id"), "clock_entry", "scan", ["scan_id"], ["id"])
