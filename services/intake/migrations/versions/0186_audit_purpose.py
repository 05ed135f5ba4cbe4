"""The trail says by which request and for what an entry was made."""

from shared.migrate import platform_tables

revision = "0186"
down_revision = "0185"


def upgrade() -> None:
    platform_tables("platform_0012")
