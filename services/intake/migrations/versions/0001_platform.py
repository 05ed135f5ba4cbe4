"""The tables that every service has: outbox, inbox, audit trail, copies of the directories."""

from shared.migrate import platform_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    platform_tables("platform_0001")
