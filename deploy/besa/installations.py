"""What a service's command needs to know, wherever the installation lives."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.environment import environment, load_secrets
from deploy.local import roles, state
from deploy.servers import postgres
from deploy.servers.databases import addresses_of
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import CannotStartError, free_block

#: Where containers find the variables of their service (deploy/entrypoint.sh).
KEYS, KEYS_OF_WORKER = Path("/keys"), Path("/worker-keys")


@contextmanager
def variables(service: str, root: Path | None, words: Sequence[str] = ()) -> Iterator[dict[str, str]]:
    """The whole environment of the command `words` of `service`, while it runs: of the installation under `root`, else that of this
    process with what lies in /keys. `migrate` alone is told how to become the owner of the tables. Raises `CannotStartError`.
    """
    migrates = list(words[:1]) == ["migrate"]
    if root is None:
        yield {**_given(service), **os.environ, "SERVICE": service}
    elif (root / "state.json").exists():
        yield _local(service, root, migrates=migrates)
    else:
        with _database(root) as server:
            yield _embedded(service, root, server, migrates=migrates)


def _local(service: str, root: Path, *, migrates: bool) -> dict[str, str]:
    kept = state.read(root)
    if service not in kept.databases:
        raise CannotStartError(f"{service} has no database under {root} yet: run `make up` first.")
    return (roles.variables_of_migrate if migrates else roles.variables_of_command)(service, root, kept)


def _given(service: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (KEYS / f"{service}.env", KEYS / service / f"{service}.env", KEYS_OF_WORKER / f"{service}.env"):
        if path.exists() and os.access(path, os.R_OK):
            lines = path.read_text(encoding="utf-8").splitlines()
            found |= dict(line.split("=", 1) for line in lines if "=" in line)
    return found


@contextmanager
def _database(root: Path) -> Iterator[PostgresServer]:
    """Of an embedded installation: what runs, else started for this command alone, since a database that was set back has to be
    declared before the platform can start on it.
    """
    if not (root / "secrets.json").exists():
        raise CannotStartError(f"There is no installation under {root}.")
    if server := postgres.running(root / "postgres"):
        yield server
        return
    server = postgres.start(root / "postgres", free_block(1), log=root / "logs" / "postgres.log")
    try:
        yield server
    finally:
        server.stop()


def _embedded(service: str, root: Path, server: PostgresServer, *, migrates: bool) -> dict[str, str]:
    kept = load_secrets(root)
    urls = addresses_of(server.admin_url, f"besa_{service}", kept["database_passwords"][service])
    known = {"database": urls.app, "broker": "memory://", "public": "http://127.0.0.1:8000"}
    return environment(service, root, kept, known) | ({"MIGRATE_URL": urls.migrate} if migrates else urls.of_workers)
