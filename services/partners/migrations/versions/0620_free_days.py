"""Days that count for no delay of an item, of its reply and of its measure, as the office told them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0620"
down_revision = "0583"


def upgrade() -> None:
    for name in ("reply_free", "measure_free"):
        days = sa.Column(name, postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False)
        op.add_column("dispatch_item", days)
