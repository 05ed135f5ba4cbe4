"""`python -m deploy.compose.keys`: the secrets of a compose installation, made once, each in the volume of its holder.

Volumes: /keys/<holder>/ for setup, postgres, rabbitmq, migrate, backup, each service and each service's worker. In production the same variables come from the
orchestrator's secrets, and this is not run.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from deploy import SERVICES
from deploy.environment import environment, inherited, load_secrets
from deploy.servers.databases import addresses_of

KEYS = Path("/keys")
DATA = Path("/var/lib/besa")
SERVER = "postgresql+psycopg://postgres:5432/postgres"
#: The user under which every process of ours runs (deploy/Dockerfile).
USER = 10001


def main() -> None:
    kept = load_secrets(KEYS / "setup")
    broker = {name: _password(KEYS / "setup" / f"broker_{name}") for name in (*SERVICES, "operator")}
    _write(KEYS / "postgres" / "admin_password", _password(KEYS / "setup" / "postgres_admin"))
    _write(KEYS / "rabbitmq" / "operator_password", broker["operator"])
    of_backup = {"DOCUMENTS_URL": (DATA / "documents").as_uri(), "BACKUP_KEY": kept["backup_key"]}
    _write(KEYS / "backup" / "backup.env", _lines(of_backup), owner=USER)
    for service in SERVICES:
        databases = addresses_of(SERVER, f"besa_{service}", kept["database_passwords"][service])
        # Apart from what the running processes get: it is mounted where the databases are migrated, and nowhere else.
        _write(KEYS / "migrate" / f"{service}.env", f"MIGRATE_URL={databases.migrate}\n", owner=USER)
        _write(KEYS / f"{service}-worker" / f"{service}.env", _lines(databases.of_workers), owner=USER)
        addresses = {
            "database": databases.app,
            "broker": f"pyamqp://{service}:{broker[service]}@rabbitmq:5672//",
            "public": "http://127.0.0.1:8000",
            "proxy_hops": "1",
        }
        given = environment(service, DATA, kept, addresses)
        own = {name: value for name, value in given.items() if name not in inherited()}
        _write(KEYS / service / f"{service}.env", _lines(own), owner=USER)


def _lines(variables: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in variables.items())


def _password(path: Path) -> str:
    if not path.exists():
        _write(path, secrets.token_urlsafe(32))
    return path.read_text(encoding="utf-8")


def _write(path: Path, content: str, owner: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(content, encoding="utf-8")
    # Each volume is mounted by its holder only, and within it the holder alone reads; the two servers begin as root.
    os.chown(draft, owner, owner)
    draft.chmod(0o400)
    draft.replace(path)


if __name__ == "__main__":
    main()
