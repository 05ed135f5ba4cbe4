"""By what a database knows that it was set back to an earlier time."""

from shared.migrate import platform_tables

revision = "0075"
down_revision = "0060"


def upgrade() -> None:
    platform_tables("platform_0007")
