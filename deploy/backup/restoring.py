"""Put a backup in the place of what was lost. Nothing is thrown away: what lay there is moved aside."""

import os
import secrets
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from deploy.backup import archive as archives
from deploy.backup import choosing, copying
from deploy.backup.history import SEGMENT_BYTES
from deploy.backup.manifest import DATABASES, KEYS
from deploy.backup.place import BackupError, Place, at_rest
from deploy.servers import postgres


@dataclass(frozen=True)
class Restored:
    """What it took, in seconds. `aside`: where the data folder lies that was there, if one was."""

    chosen: choosing.Choice
    checked: float
    databases: float
    documents: float
    whole: float
    aside: Path | None


def restore(place: Place, backup: Path, *, replace: bool, to: datetime | None = None) -> Restored:
    """The databases as they were at the backup's instant, and its documents beside those that are there. Of a folder that is kept,
    as they were at `to`, else at the end of the log.

    With `replace` an installation that lies there is moved aside. Raises `BackupError`; until the last step, which is two
    renames, what was there is as it was.
    """
    start = monotonic()
    with at_rest(place):
        _refuse_to_overwrite(place, replace=replace)
        chosen = choosing.choose(backup, to, place.key)
        checked = monotonic() - start
        fresh = _unpack(place, chosen)
        databases = monotonic() - start - checked
        place.documents.mkdir(parents=True, exist_ok=True)
        copying.copy(chosen.documents, choosing.source_of(chosen), place.documents)
        _open_up(chosen, place.documents)
        documents = monotonic() - start - checked - databases
        os.sync()
        aside = _change_over(place.data, fresh)
    return Restored(chosen, checked, databases, documents, monotonic() - start, aside)


def _open_up(chosen: choosing.Choice, documents: Path) -> None:
    """What opens the documents: the keys as they were copied with the databases, and what came since then."""
    if KEYS in chosen.manifest.files:
        copying.unbundle(chosen.backup / KEYS, documents)
    copying.lay_keys(choosing.source_of(chosen), documents)


def _refuse_to_overwrite(place: Place, *, replace: bool) -> None:
    if not place.data.exists() or not any(place.data.iterdir()):
        return
    if place.root is None:
        raise BackupError(f"{place.data} holds databases: copy that volume elsewhere, then give an empty one.")
    if not replace:
        raise BackupError(
            f"{place.data} holds databases: nothing is overwritten without --replace, which moves it aside."
        )


def _unpack(place: Place, chosen: choosing.Choice) -> Path:
    """The databases in a folder beside the one they will have, brought to one instant.

    Where containers hold the data its folder is a mount and cannot be renamed: there it is empty, and is filled. A half one
    does not start, since what PostgreSQL looks for first is unpacked last.
    """
    fresh = place.data if place.root is None else place.data.with_name("data.restoring")
    if place.root and fresh.exists():
        raise BackupError(f"{fresh} is left of a restore that was not finished: remove it.")
    fresh.mkdir(mode=0o700, parents=True, exist_ok=True)
    programs = postgres.binaries(chosen.manifest.postgres) if place.root else None
    prefix = postgres.as_server_user(programs, fresh) if programs else []
    _extract(chosen.backup / DATABASES / archives.BASE, fresh, prefix)
    _extract(chosen.backup / DATABASES / archives.LOG, fresh / "pg_wal", prefix)
    _lay_out(chosen, fresh, prefix)
    if place.root and programs:
        _recover(fresh, [*prefix, str(programs / "postgres")], place.root / "postgres" / "password")
    return fresh


def _lay_out(chosen: choosing.Choice, fresh: Path, prefix: list[str]) -> None:
    """The log where PostgreSQL finds it without asking for it, and the word how far to go. It finds its own end if none is said.

    In the cluster's folder, not by a command that fetches it: where containers hold the data the backup is not mounted beside the server.
    """
    if not chosen.log:
        return
    for path in chosen.log:
        last = path == chosen.log[-1]
        _write(fresh / "pg_wal" / path.name.removesuffix(".partial"), path, prefix, chosen.cut if last else None)
    target = chosen.to.isoformat() if chosen.to else ""
    settings = fresh / "postgresql.auto.conf"
    lines = {"restore_command": "false", "recovery_target_time": target, "recovery_target_action": "promote"}
    with settings.open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in lines.items())
    _write(fresh / "recovery.signal", Path(os.devnull), prefix)


def _write(target: Path, source: Path, prefix: list[str], cut: int | None = None) -> None:
    """As the server's user, whose file it then is. With `cut` zeros stand behind so many bytes of a piece of the log."""
    command = [*prefix, "dd", "status=none", "bs=1M", f"of={target}"]
    with source.open("rb") as content:
        if cut is None:
            done = subprocess.run(command, stdin=content, env=postgres.ENVIRONMENT, capture_output=True, check=False)
        else:
            given = content.read(cut).ljust(SEGMENT_BYTES, b"\0")
            done = subprocess.run(command, input=given, env=postgres.ENVIRONMENT, capture_output=True, check=False)
    if done.returncode:
        raise BackupError(f"{source.name} cannot be written: {done.stderr.decode().strip()}")


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
    # Whoever only recovers needs no more connections than that program has by default.
    options = ("-c", "log_min_messages=fatal", "-c", "hot_standby=off")
    command = [*server, "--single", "-D", str(fresh), *options, "postgres"]
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
        # To the microsecond: two restores within a second are two folders.
        aside = data.with_name(f"data.before-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
        data.rename(aside)
    fresh.rename(data)
    return aside
