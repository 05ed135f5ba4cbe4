"""What lies in a folder that `besa backup keep` fills: copies of the databases and their log, as far as it reaches, and documents.

    histories/<history>/kept.json                    up to when everything is here
    histories/<history>/bases/<moment>/              a backup as `besa backup make` makes it
    histories/<history>/log/<segment>[.partial]      the log of the cluster since the history began
    histories/<history>/seals/<segment>              deploy/backup/seals.py
    documents/, gone/                                deploy/backup/pool.py

A history is one unbroken log. A cluster that was set back, or whose log was not waited for, begins another one.
"""

import hashlib
import hmac
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from deploy.backup import manifest
from deploy.backup.archive import LISTED
from deploy.backup.manifest import DATABASES, Manifest
from deploy.backup.place import BackupError

HISTORIES, BASES, LOG, NAME = "histories", "bases", "log", "kept.json"
_SEGMENT = re.compile(r"([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(\.partial)?\Z")
#: What a cluster is made with where nobody asks for others, and how many of them make one unit of 4 GB.
SEGMENT_BYTES, _IN_UNIT = 16 * 1024 * 1024, 256


@dataclass(frozen=True)
class Kept:
    """All that was committed up to `until` (UTC) is in the log, and each document that it names in the pool. `beat` counts the
    looks, in the file and in the cluster: a cluster that is behind the file was set back.
    """

    history: str
    beat: int
    until: str
    #: The piece of the log in which that is, how many bytes of it are sealed, and with what; empty of a release that sealed no log.
    segment: str = ""
    sealed: int = 0
    log_seal: str = ""
    seal: str = ""


@dataclass(frozen=True)
class Base:
    """A copy of the databases in a history."""

    folder: Path
    manifest: Manifest

    @property
    def instant(self) -> datetime:
        """The first instant to which it can be brought."""
        return datetime.fromisoformat(self.manifest.instant)

    @property
    def first_segment(self) -> str:
        """Of the log that it needs."""
        listed = json.loads((self.folder / DATABASES / LISTED).read_text(encoding="utf-8"))
        begin = listed["WAL-Ranges"][0]
        unit, byte = (int(part, 16) for part in begin["Start-LSN"].split("/"))
        return f"{begin['Timeline']:08X}{unit:08X}{byte >> 24:08X}"


@dataclass(frozen=True)
class History:
    """One of them, by its folder."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def log(self) -> Path:
        return self.folder / LOG

    def kept(self, key: bytes) -> Kept:
        """Raises `BackupError` if the file is of another installation, or cannot be read."""
        try:
            kept = Kept(**json.loads((self.folder / NAME).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise BackupError(
                f"{self.folder}/{NAME} cannot be read: it was changed, or the history never began."
            ) from error
        if not hmac.compare_digest(kept.seal, _seal(kept, key)) or kept.history != self.name:
            raise BackupError(
                f"{self.folder}/{NAME} is not sealed with the key of this installation: it was changed, or BACKUP_KEY is another one."
            )
        return kept

    def keep(self, kept: Kept, key: bytes) -> None:
        """On the disk, and whole at any moment."""
        draft = self.folder / f"{NAME}.new"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(replace(kept, seal=_seal(kept, key))), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / NAME)

    def bases(self) -> list[Base]:
        """The whole ones, the oldest first."""
        folders = sorted(path for path in (self.folder / BASES).glob("*") if (path / manifest.NAME).exists())
        return [Base(path, manifest.read(path)) for path in folders if path.suffix != ".part"]

    def segments(self) -> list[Path]:
        """Of the log, the oldest first."""
        return sorted(path for path in self.log.iterdir() if _SEGMENT.fullmatch(path.name))

    def lines(self) -> list[Path]:
        """What tells of time lines."""
        return sorted(self.log.glob("*.history"))

    def after(self, base: Base) -> list[Path]:
        """The files of the log that belong to `base` and all that came after it, without a gap, and what tells of time lines.
        Raises `BackupError` if one is missing.
        """
        needed = [path for path in self.segments() if path.name >= base.first_segment]
        for before, path in zip([None, *needed], needed, strict=False):
            expected = base.first_segment if before is None else _next(before)
            if path.name[:24] != expected:
                raise BackupError(f"The log of {self.folder} has a gap: {expected} is missing, so nothing was done.")
        if not needed:
            raise BackupError(
                f"The log of {self.folder} has a gap: {base.first_segment} is missing, so nothing was done."
            )
        return [*self.lines(), *needed]


def histories(root: Path) -> list[History]:
    """Of a folder, the oldest first."""
    return [History(path) for path in sorted((root / HISTORIES).glob("*")) if (path / NAME).exists()]


def is_kept(root: Path) -> bool:
    """Whether that folder is one that `besa backup keep` fills."""
    return (root / HISTORIES).is_dir()


def spans(root: Path, key: bytes) -> Iterator[tuple[History, Sequence[Base], datetime]]:
    """Each history that has a copy, its copies, and up to when it is whole."""
    for history in histories(root):
        if bases := history.bases():
            yield history, bases, datetime.fromisoformat(history.kept(key).until)


def now() -> datetime:
    """UTC."""
    return datetime.now(UTC)


def _next(segment: Path) -> str:
    line, unit, number = (int(segment.name[start : start + 8], 16) for start in (0, 8, 16))
    after = unit * _IN_UNIT + number + 1
    return f"{line:08X}{after // _IN_UNIT:08X}{after % _IN_UNIT:08X}"


def _seal(kept: Kept, key: bytes) -> str:
    own = hmac.digest(key, b"besa.backup.kept.v1", "sha256")
    plain = asdict(replace(kept, seal=""))
    if not kept.segment:
        # As it was sealed when no log was.
        plain = {name: plain[name] for name in ("history", "beat", "until", "seal")}
    told = json.dumps(plain, sort_keys=True).encode()
    return hmac.new(own, told, hashlib.sha256).hexdigest()
