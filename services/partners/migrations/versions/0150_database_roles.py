"""Months of outbox and inbox are made and dropped by functions, since the role of a running process owns no table."""

from shared.migrate import platform_tables

revision = "0150"
down_revision = "0120"


def upgrade() -> None:
    platform_tables("platform_0008")
