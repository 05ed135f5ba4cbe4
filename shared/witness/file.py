"""The file outside the database: one JSON object per service, written so that a power cut leaves the old one or the new one."""

import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from shared.retry import RetryLaterError

_MODE = 0o600


class WitnessUnreadableError(Exception):
    """The file is there and is none of ours, or cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the file says. `n` and `nonce` (hex) name the last beat, n = 0 none; `reserved` is by series the last number
    that may have been given; `at` is the moment of the last beat in ISO 8601.
    """

    installation: str
    n: int = 0
    nonce: str = ""
    system_id: str = ""
    timeline: int = 0
    lsn: str = ""
    oid: int = 0
    epoch: int = 1
    reserved: Mapping[str, int] = field(default_factory=dict)
    at: str = ""


class WitnessFile:
    """The file of one service in `folder`. Several processes may use it: each change is made under a lock and read anew."""

    def __init__(self, folder: str, service: str) -> None:
        self.folder = Path(folder)
        self.path = self.folder / f"{service}.witness"
        self.erased = self.folder / f"{service}.erased"
        self._lock = self.folder / f"{service}.lock"
        self._inside = threading.local()

    def read(self) -> Record | None:
        """None if there is no file. Raises `WitnessUnreadableError`."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            return Record(**found)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise WitnessUnreadableError(str(self.path)) from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else changes the file meanwhile. May be nested. Raises `RetryLaterError` if the folder cannot be used."""
        if getattr(self._inside, "held", False):
            yield
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._lock, os.O_RDWR | os.O_CREAT, _MODE)
        except OSError as error:
            raise RetryLaterError("the witness's folder cannot be written") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._inside.held = True
            yield
        finally:
            self._inside.held = False
            os.close(lock)

    def change(self, change: Callable[[Record | None], Record | None]) -> Record | None:
        """Replace what the file says by what `change` makes of it; None leaves it. Returns what it says then."""
        with self.locked():
            before = self.read()
            after = change(before)
            if after is None or after == before:
                return before
            self._write(after)
            return after

    def set_aside(self) -> None:
        """Keep what cannot be read under another name."""
        self.path.replace(self.path.with_suffix(".unreadable"))

    def _write(self, record: Record) -> None:
        draft = self.path.with_suffix(".new")
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(record), file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
            sync_folder(self.folder)
        except OSError as error:
            raise RetryLaterError("the witness cannot be written") from error


def sync_folder(folder: Path) -> None:
    """A name that is new in a folder is on the disk only once the folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
