"""The relay and the sealer work with roles of their own."""

from shared.migrate import platform_tables

revision = "0185"
down_revision = "0174"


def upgrade() -> None:
    platform_tables("platform_0011")
