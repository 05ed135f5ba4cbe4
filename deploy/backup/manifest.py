"""What belongs to a backup: written last, so that a backup without it is a half one."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from deploy.backup.place import BackupError

NAME = "manifest.json"
VERSION = 1
DATABASES, DOCUMENTS, LIST = "databases", "documents", "documents.txt"
#: Of the documents; a backup of before each had one of its own has none.
KEYS = "keys.tar"


@dataclass(frozen=True)
class Manifest:
    """`files`: SHA-256 by path, of all but the documents, whose names are their digests and stand in `documents.txt`.

    All that was committed before `began` is in it, nothing that was committed after `instant` (both ISO 8601, UTC).
    `damaged`: documents that were not what their names promise when the backup was made; they are not in it.
    """

    began: str
    instant: str
    finished: str
    postgres: int
    files: dict[str, str] = field(default_factory=dict)
    document_count: int = 0
    bytes: int = 0
    damaged: list[str] = field(default_factory=list)
    version: int = VERSION
    seal: str = ""


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(folder: Path, manifest: Manifest, key: bytes) -> None:
    """Into `folder`, sealed with `key`."""
    text = json.dumps(asdict(replace(manifest, seal=_seal(manifest, key))), indent=1, sort_keys=True)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Raises `BackupError` if there is none that can be read."""
    try:
        raw = json.loads((folder / NAME).read_text(encoding="utf-8"))
        manifest = Manifest(**raw)
    except FileNotFoundError as error:
        raise BackupError(f"{folder} has no {NAME}: it is no backup, or one that was not finished.") from error
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{folder}/{NAME} cannot be read: it was changed.") from error
    if manifest.version != VERSION:
        raise BackupError(f"{folder} was made by another release (form {manifest.version}): restore it with that one.")
    return manifest


def faults(folder: Path, manifest: Manifest, key: bytes | None = None) -> Iterator[str]:
    """What is missing, changed or too much, one line each; reads every byte. Without `key` whoever changed a file could have
    written a manifest that fits.
    """
    if key is not None and not hmac.compare_digest(manifest.seal, _seal(manifest, key)):
        yield f"{NAME}: not sealed with the key of this installation; the manifest was changed, or BACKUP_KEY is another one"
    for name, expected in manifest.files.items():
        if fault := _fault(folder / name, expected):
            yield f"{name}: {fault}"
    there = {path.relative_to(folder).as_posix() for path in (folder / DATABASES).rglob("*") if path.is_file()}
    yield from (f"{name}: does not belong to it" for name in sorted(there - manifest.files.keys()))
    if LIST in manifest.files and (folder / LIST).exists():
        yield from _faults_of_documents(folder)


def names(folder: Path) -> list[str]:
    """Of the documents that belong to the backup."""
    return (folder / LIST).read_text(encoding="ascii").split()


def _faults_of_documents(folder: Path) -> Iterator[str]:
    for name in names(folder):
        if fault := _fault(folder / DOCUMENTS / name[:2] / name, name):
            yield f"document {name}: {fault}"


def _fault(path: Path, expected: str) -> str:
    try:
        return "" if digest(path) == expected else "changed"
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def _seal(manifest: Manifest, key: bytes) -> str:
    own = hmac.digest(key, b"besa.backup.manifest.v1", "sha256")
    told = json.dumps(asdict(replace(manifest, seal="")), sort_keys=True).encode()
    return hmac.new(own, told, "sha256").hexdigest()
