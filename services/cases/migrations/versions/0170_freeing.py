"""What a person needs to free a subject that is stuck."""

from shared.migrate import platform_tables

revision = "0170"
down_revision = "0161"


def upgrade() -> None:
    platform_tables("platform_0010")
