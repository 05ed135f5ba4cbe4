"""A head says whether the file outside was given it."""

from shared.migrate import platform_tables

revision = "0680"
down_revision = "0570"


def upgrade() -> None:
    platform_tables("platform_0014")
