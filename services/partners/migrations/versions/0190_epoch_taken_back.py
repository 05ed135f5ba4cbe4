"""An announced epoch can be taken back."""

from shared.migrate import platform_tables

revision = "0190"
down_revision = "0187"


def upgrade() -> None:
    platform_tables("platform_0013")
