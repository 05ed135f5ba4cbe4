"""Heads of the audit trail that the other services keep: told, witnessed, seen."""

from shared.migrate import platform_tables

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    platform_tables("platform_0003")
