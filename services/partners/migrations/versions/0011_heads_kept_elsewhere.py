"""Heads of the audit trail that the other services keep: told, witnessed, seen."""

from shared.migrate import platform_tables

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    platform_tables("platform_0003")
