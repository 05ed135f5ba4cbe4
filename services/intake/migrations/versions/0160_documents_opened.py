"""Whether every document that a row names can be opened."""

from shared.migrate import platform_tables

revision = "0160"
down_revision = "0150"


def upgrade() -> None:
    platform_tables("platform_0009")
