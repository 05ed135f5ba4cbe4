"""Wrong guesses of passwords and codes, by name and network."""

from shared.migrate import platform_tables

revision = "0017"
down_revision = "0015"


def upgrade() -> None:
    platform_tables("platform_0004")
