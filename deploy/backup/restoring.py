"""Put a backup in the place of what was lost. Nothing is thrown away: what lay there is moved aside."""

import os
import secrets
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from deploy.backup import archive as archives
from deploy.backup import copying, manifest
from deploy.backup.manifest import DATABASES, DOCUMENTS, KEYS, Manifest
from deploy.backup.place import BackupError, Place, at_rest
from deploy.servers import postgres


@dataclass(frozen=True)
class Restored:
    """What it took, in seconds. `aside`: where the data folder lies that was there, if one was."""

    manifest: Manifest
    checked: float
    databases: float
    documents: float
    whole: float
    aside: Path | None


def restore(place: Place, backup: Path, *, replace: bool) -> Restored:
    """The databases as they were at the backup's instant, and its documents beside those that are there.

    With `replace` an installation that lies there is moved aside. Raises `BackupError`; until the last step, which is two
    renames, what was there is as it was.
    """
    start = monotonic()
    with at_rest(place):
        _refuse_to_overwrite(place, replace=replace)
        told = manifest.read(backup)
        found = list(manifest.faults(backup, told, place.key))
        if found:
            raise BackupError("The backup is not whole, so nothing was done:\n" + "\n".join(found))
        checked = monotonic() - start
        fresh = _unpack(place, backup, told)
        databases = monotonic() - start - checked
        place.documents.mkdir(parents=True, exist_ok=True)
        copying.copy(manifest.names(backup), backup / DOCUMENTS, place.documents)
        if KEYS in told.files:
            copying.unbundle(backup / KEYS, place.documents)
        documents = monotonic() - start - checked - databases
        os.sync()
        aside = _change_over(place.data, fresh)
    return Restored(told, checked, databases, documents, monotonic() - start, aside)


def _refuse_to_overwrite(place: Place, *, replace: bool) -> None:
    if not place.data.exists() or not any(place.data.iterdir()):
        return
    if place.root is None:
        raise BackupError(f"{place.data} holds databases: copy that volume elsewhere, then give an empty one.")
    if not replace:
        raise BackupError(
            f"{place.data} holds databases: nothing is overwritten without --replace, which moves it aside."
        )


def _unpack(place: Place, backup: Path, told: Manifest) -> Path:
    """The databases in a folder beside the one they will have, brought to one instant.

    Where containers hold the data its folder is a mount and cannot be renamed: there it is empty, and is filled. A half one
    does not start, since what PostgreSQL looks for first is unpacked last.
    """
    fresh = place.data if place.root is None else place.data.with_name("data.restoring")
    if place.root and fresh.exists():
        raise BackupError(f"{fresh} is left of a restore that was not finished: remove it.")
    fresh.mkdir(mode=0o700, parents=True, exist_ok=True)
    programs = postgres.binaries(told.postgres) if place.root else None
    prefix = postgres.as_server_user(programs, fresh) if programs else []
    _extract(backup / DATABASES / archives.BASE, fresh, prefix)
    _extract(backup / DATABASES / archives.LOG, fresh / "pg_wal", prefix)
    if place.root and programs:
        _recover(fresh, [*prefix, str(programs / "postgres")], place.root / "postgres" / "password")
    return fresh


def _extract(archive: Path, folder: Path, prefix: list[str]) -> None:
    """As the server's user, whose files they then are."""
    with archive.open("rb") as source:
        command = [*prefix, "tar", "-x", "-f", "-", "-C", str(folder)]
        done = subprocess.run(
            command, stdin=source, env=postgres.ENVIRONMENT, capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise BackupError(f"{archive.name} cannot be unpacked: {done.stderr.strip()}")


def _recover(fresh: Path, server: list[str], password: Path) -> None:
    """Let PostgreSQL replay the log up to the instant, alone with the files, and give the administrator a new password.

    The old one may have been lost with the folder; nobody but us connects with it.
    """
    secret = secrets.token_urlsafe(24)
    statement = f"ALTER ROLE {postgres.ADMIN} PASSWORD '{secret}'\n"
    command = [*server, "--single", "-D", str(fresh), "-c", "log_min_messages=fatal", "postgres"]
    done = subprocess.run(
        command, input=statement, env=postgres.ENVIRONMENT, capture_output=True, text=True, check=False
    )
    if done.returncode or "ERROR" in done.stderr:
        raise BackupError(f"PostgreSQL does not come up with the copy: {done.stderr.replace(secret, '…').strip()}")
    draft = password.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(secret, encoding="ascii")
    draft.replace(password)


def _change_over(data: Path, fresh: Path) -> Path | None:
    aside = None
    if fresh == data:
        return None
    if data.exists():
        aside = data.with_name(f"data.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        data.rename(aside)
    fresh.rename(data)
    return aside
