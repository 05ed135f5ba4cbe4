"""The audit trail is sealed in batches: entries without a place, places, heads."""

from shared.migrate import platform_tables

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    platform_tables("platform_0002")
