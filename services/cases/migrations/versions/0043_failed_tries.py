"""Wrong guesses of passwords and codes, by name and network."""

from shared.migrate import platform_tables

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    platform_tables("platform_0004")
