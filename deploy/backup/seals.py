"""Seals of the log that is kept, under BACKUP_KEY, as that of a copy's manifest: of each whole piece in `seals/<name>`, of the piece that is
being written in `kept.json`, as far as everything is kept.

Without them whoever can write into the folder could write rows into the databases that a restore makes of it. They hide nothing: a
copy and its log are read by whoever can read the folder.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from deploy.backup.history import NAME, SEGMENT_BYTES, History, Kept
from deploy.backup.place import BackupError

SEALS = "seals"
_PIECE = 1024 * 1024


class Sealer:
    """Follows the log of one history as it is written. Raises `BackupError` if what was sealed of its last piece is not so any more."""

    def __init__(self, history: History, key: bytes) -> None:
        self._history, self._key = history, key
        self._folder = history.folder / SEALS
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._sealed = {path.name for path in self._folder.iterdir()}
        self._begin("")
        before = history.kept(key) if (history.folder / NAME).exists() else None
        # A copy that was made since the last look lets go of all log before it.
        bases = history.bases()
        if before and before.segment and not (bases and before.segment < bases[0].first_segment):
            if fault := fault_of_last(history, before, key):
                raise BackupError(fault)
            self._read(before.segment, before.sealed)

    def up_to(self, kept: Kept, line: int, position: int) -> Kept:
        """`kept` with the seal of the log up to that position (a byte, of that time line); what is whole before it is sealed on the disk."""
        number, offset = divmod(position - 1, SEGMENT_BYTES)
        segment = f"{line:08X}{number >> 8:08X}{number & 0xFF:08X}"
        for path in self._history.lines() + self._history.segments():
            name = path.name.removesuffix(".partial")
            if name not in self._sealed and (path.suffix == ".history" or name < segment):
                # Of what goes meanwhile, since a copy behind it was made, nobody asks for a seal.
                with suppress(FileNotFoundError):
                    self._finish(name)
        self._read(segment, offset + 1)
        return replace(kept, segment=segment, sealed=offset + 1, log_seal=self._digest.hexdigest())

    def _begin(self, name: str) -> None:
        self._name, self._done, self._digest = name, 0, _of(self._history, name, self._key)

    def _finish(self, name: str) -> None:
        self._read(name, None)
        draft = self._folder / f".{name}.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(self._digest.hexdigest())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._folder / name)
        self._sealed.add(name)

    def _read(self, name: str, until: int | None) -> None:
        if name != self._name:
            self._begin(name)
        self._done += _add(self._digest, _place(self._history, name), self._done, until)
        if until is not None and self._done != until:
            raise BackupError(f"{name} is shorter in {self._history.log} than the server says that it is.")


def fault_of_last(history: History, kept: Kept, key: bytes) -> str:
    """What is wrong with the piece that was written last, up to where it is sealed; empty if nothing is."""
    digest = _of(history, kept.segment, key)
    try:
        _add(digest, _place(history, kept.segment), 0, kept.sealed)
    except FileNotFoundError:
        return f"{kept.segment} is missing, up to which the log of {history.folder} goes."
    return "" if hmac.compare_digest(digest.hexdigest(), kept.log_seal) else _changed(history, kept.segment)


def faults(history: History, kept: Kept, key: bytes, log: Iterable[Path]) -> Iterator[str]:
    """One sentence for each piece of `log` that is changed or not sealed. What came after the last look, two seconds at most, has no
    seal yet. A history of before seals has none at all.
    """
    if not kept.segment:
        return
    first = ""
    for path in log:
        name = path.name.removesuffix(".partial")
        first = first or ("" if path.suffix == ".history" else name)
        if name == kept.segment or (name > kept.segment and path.suffix != ".history"):
            continue
        digest = _of(history, name, key)
        _add(digest, path, 0, None)
        seal = ""
        with suppress(FileNotFoundError):
            seal = (history.folder / SEALS / name).read_text(encoding="ascii")
        if not seal:
            yield f"{name} is not sealed: somebody put it into {history.log}, or took its seal away."
        elif not hmac.compare_digest(digest.hexdigest(), seal):
            yield _changed(history, name)
    if kept.segment >= first and (fault := fault_of_last(history, kept, key)):
        yield fault


def forget(history: History, segment: Path) -> None:
    """The seal of a piece that is let go."""
    (history.folder / SEALS / segment.name.removesuffix(".partial")).unlink(missing_ok=True)


def _changed(history: History, name: str) -> str:
    return f"{name} was changed in {history.log}, or BACKUP_KEY is another one."


def _place(history: History, name: str) -> Path:
    whole = history.log / name
    return whole if whole.exists() else whole.with_name(f"{name}.partial")


def _of(history: History, name: str, key: bytes) -> hmac.HMAC:
    own = hmac.digest(key, b"besa.backup.log.v1", "sha256")
    return hmac.new(own, f"{history.name}/{name}/".encode(), hashlib.sha256)


def _add(digest: hmac.HMAC, path: Path, begin: int, end: int | None) -> int:
    """The bytes of that file from `begin` to `end`; how many there were."""
    count = 0
    with path.open("rb") as file:
        file.seek(begin)
        while piece := file.read(_PIECE if end is None else min(_PIECE, end - begin - count)):
            digest.update(piece)
            count += len(piece)
    return count
