"""Wrong guesses of passwords and codes, by name and network."""

from shared.migrate import platform_tables

revision = "0023"
down_revision = "0021"


def upgrade() -> None:
    platform_tables("platform_0004")
