"""`python -m deploy.compose.databases`: the four databases and their roles, as the server's administrator. Safe to repeat.

It runs at each start, so an installation of a release with one role a service gets the others before it is migrated.
"""

from pathlib import Path

from deploy.environment import load_secrets
from deploy.servers.databases import create_databases

SETUP = Path("/keys/setup")


def main() -> None:
    password = (SETUP / "postgres_admin").read_text(encoding="utf-8")
    admin = f"postgresql+psycopg://postgres:{password}@postgres:5432/postgres"
    create_databases(admin, load_secrets(SETUP)["database_passwords"])


if __name__ == "__main__":
    main()
