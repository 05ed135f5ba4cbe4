"""Wrong guesses of passwords and codes, by name and network."""

from shared.migrate import platform_tables

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    platform_tables("platform_0004")
