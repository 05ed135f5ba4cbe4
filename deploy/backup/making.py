"""Make a backup of a running installation; writers are not stopped."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from deploy.backup import archive, copying, manifest
from deploy.backup.place import BackupError, Place
from deploy.backup.pool import Pool
from deploy.backup.source import connected
from deploy.backup.stores import refuse_another


@dataclass(frozen=True)
class Made:
    """What it took, in seconds."""

    manifest: manifest.Manifest
    databases: float
    documents: float
    whole: float


def make(place: Place, target: Path, pool: Pool | None = None) -> Made:
    """A backup in the folder `target`, which must not be there. It gets its name last: what is called `.part` is a half one.

    With `pool` the documents are not copied: what that holds of them is named. Raises `BackupError`, and then there is none.
    """
    if place.url is None:
        raise BackupError("PostgreSQL does not run there: a backup is made of a running installation.")
    if target.exists():
        raise BackupError(f"{target} is there already: a backup is never written over another.")
    refuse_another(place.documents, place.url)
    half = target.with_name(f"{target.name}.part")
    _begin(half, pool)
    start, began = monotonic(), _now()
    try:
        version = _copy_databases(place.url, half / manifest.DATABASES)
        instant, databases = _now(), monotonic() - start
        held, size, damaged = _copy_documents(place, half, pool)
        documents = monotonic() - start - databases
        (half / manifest.LIST).write_text("".join(f"{name}\n" for name in sorted(held)), encoding="ascii")
        kept = [
            half / manifest.LIST,
            *([] if pool else [half / manifest.KEYS]),
            *sorted((half / manifest.DATABASES).iterdir()),
        ]
        files = {path.relative_to(half).as_posix(): path for path in kept}
        digests = {name: manifest.digest(path) for name, path in files.items()}
        size += sum(path.stat().st_size for path in files.values())
        told = manifest.Manifest(began, instant, _now(), version, digests, len(held), size, sorted(damaged))
        manifest.write(half, told, place.key)
        _finish(half, target)
    except BackupError:
        shutil.rmtree(half)
        raise
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error.strerror}. What there is of it: {half}") from error
    return Made(told, databases, documents, monotonic() - start)


def _begin(half: Path, pool: Pool | None) -> None:
    try:
        half.mkdir(mode=0o700, parents=True)
    except FileExistsError as error:
        raise BackupError(
            f"{half} is left of a backup that was not finished, or one is being made: remove it."
        ) from error
    except OSError as error:
        raise BackupError(f"{half} cannot be made: {error.strerror}.") from error
    if pool:
        (half / manifest.DOCUMENTS).symlink_to(os.path.relpath(pool.folder, half))
    else:
        (half / manifest.DOCUMENTS).mkdir()


def _copy_documents(place: Place, half: Path, pool: Pool | None) -> tuple[list[str], int, list[str]]:
    """Names, bytes, and the names of damaged ones."""
    if pool is None:
        copying.bundle(place.documents, half / manifest.KEYS)
        return copying.copy(copying.stored(place.documents), place.documents, half / manifest.DOCUMENTS)
    pool.look(place.documents)
    return pool.named(), 0, pool.damaged()


def _copy_databases(url: str, folder: Path) -> int:
    """The whole cluster with the log that belongs to it, so that one instant holds for all databases; its major version."""
    with connected(url) as (source, _):
        options = ("-D", str(folder), "-Ft", "-X", "stream", "-c", "fast", archive.CHECKSUMS)
        command, env = source.command("pg_basebackup", *options), source.environment
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"The databases could not be copied: {done.stderr.strip()}")
    if found := list(archive.faults(folder)):
        raise BackupError("The copy of the databases is not whole:\n" + "\n".join(found))
    return source.version


def _finish(half: Path, target: Path) -> None:
    """Everything on the disk, then the name: one sync of all is cheaper than one per document."""
    os.sync()
    half.rename(target)
    os.sync()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
