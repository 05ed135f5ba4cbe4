"""Heads of the audit trail that the other services keep: told, witnessed, seen."""

from shared.migrate import platform_tables

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    platform_tables("platform_0003")
