"""Counts and digests of events per stream and hour, compared between services."""

from shared.migrate import platform_tables

revision = "0060"
down_revision = "0025"


def upgrade() -> None:
    platform_tables("platform_0006")
