"""Where the data of one installation lies, and who may touch it."""

import fcntl
import os
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deploy.environment import load_secrets
from deploy.local import state
from deploy.servers import postgres

#: What a PostgreSQL of somebody else is told: a copy of its files would hold the data of others too.
NOT_OURS = (
    "The databases lie on a server that was given by URL: back it up with its own tools, to one instant for all four "
    "databases, and the folder of documents after it."
)
#: A backup without its documents would look whole.
IN_A_BUCKET = (
    "The documents lie in a bucket ({url}), which no command of besa copies, and without them no backup is made: let the bucket keep "
    "versions for as long as backups are kept, and copy the databases with the tools of PostgreSQL (pg_basebackup with its log)."
)


class BackupError(Exception):
    """One sentence: why there is no backup, or no restore, and what to do."""


@dataclass(frozen=True)
class Place:
    """`data` is the folder of PostgreSQL, `documents` that of the store; `url` an administrator's, None if no server runs.

    `key` is BACKUP_KEY, 32 bytes: it seals manifests. `root` is the folder of
    an embedded or a local installation, None where containers hold it.
    """

    data: Path
    documents: Path
    url: str | None
    key: bytes = field(repr=False)
    root: Path | None = None


def of_root(root: Path) -> Place:
    """An embedded or a local installation. Raises `BackupError` if its keys are not there, or its database is not ours."""
    if not (root / "secrets.json").exists():
        raise BackupError(
            f"{root}/secrets.json is missing: put the keys there first; nothing can be read without them."
        )
    if (root / "state.json").exists() and state.read(root).database_url:
        raise BackupError(NOT_OURS)
    server = postgres.running(root / "postgres")
    key = b64decode(load_secrets(root)["backup_key"])
    url = server.admin_url if server else None
    return Place((root / "postgres" / "data").resolve(), (root / "documents").resolve(), url, key, root.resolve())


def of_containers(data: Path, url: str | None) -> Place:
    """Out of the environment of one service: DOCUMENTS_URL and BACKUP_KEY. Raises `BackupError` for a store that is no folder."""
    key, parts = key_of_environment(), urlsplit(os.environ.get("DOCUMENTS_URL", ""))
    if key is None or parts.scheme not in {"file", "s3"}:
        raise BackupError("DOCUMENTS_URL and BACKUP_KEY are needed, or --root with the folder of an installation.")
    if parts.scheme == "s3":
        raise BackupError(IN_A_BUCKET.format(url=os.environ["DOCUMENTS_URL"]))
    return Place(data, Path(unquote(parts.path)), url, key)


def key_of_environment() -> bytes | None:
    """BACKUP_KEY, if this process was given it."""
    given = os.environ.get("BACKUP_KEY")
    return b64decode(given) if given else None


@contextmanager
def at_rest(place: Place) -> Iterator[None]:
    """Nothing of the installation runs, nor is started meanwhile. Raises `BackupError` if something does."""
    if place.url is not None:
        raise BackupError(
            "PostgreSQL runs there: end the installation first (Ctrl-C, `make down`, `docker compose stop`)."
        )
    if place.root is None:
        if (place.data / "postmaster.pid").exists():
            raise BackupError(f"{place.data} has a postmaster.pid: stop PostgreSQL first.")
        yield
        return
    with _locked(place.root / "lock"), _locked(place.root / "state.lock"):
        _refuse_processes(place.root)
        yield


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Those of `deploy.embedded` and `deploy.local`."""
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"An installation runs under {path.parent}: end it first.") from error
        yield


def _refuse_processes(root: Path) -> None:
    if not (root / "state.json").exists():
        return
    running = [role for role, process in state.read(root).processes.items() if process.alive]
    if running:
        raise BackupError(f"{', '.join(sorted(running))} run under {root}: `make down` first.")
