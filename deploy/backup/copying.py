"""Documents, from one folder into another. Nothing but documents: what another process is writing has another name."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}\Z")


def stored(folder: Path) -> Iterator[str]:
    """The names of all documents in a store, in no order."""
    for letters in folder.glob("[0-9a-f][0-9a-f]"):
        yield from stored_in(letters)


def stored_in(letters: Path) -> Iterator[str]:
    """The names of the documents in one folder of a store."""
    return (path.name for path in letters.iterdir() if is_name(path.name))


def is_name(name: str) -> bool:
    """Whether a document is called so."""
    return _NAME.fullmatch(name) is not None


def copy(names: Iterable[str], source: Path, target: Path) -> tuple[list[str], int, list[str]]:
    """Copy those documents; returns the names that are there now, their bytes, and the names whose content is not theirs.

    One that went meanwhile was erased. One that is there already as it should be stays. Nothing is synced: that is for the caller.
    """
    done, size, damaged = [], 0, []
    for name in names:
        try:
            content = _at(source, name).read_bytes()
        except FileNotFoundError:
            continue
        if hashlib.sha256(content).hexdigest() != name:
            damaged.append(name)
            continue
        _place(_at(target, name), content)
        done.append(name)
        size += len(content)
    return done, size, damaged


def _place(path: Path, content: bytes) -> None:
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    # Of the store's owner, as all that lies there: a restore runs as root where the services do not.
    owner = path.parent.parent.stat()
    if os.geteuid() == 0:
        for each in (draft, path.parent):
            os.chown(each, owner.st_uid, owner.st_gid)
    draft.replace(path)


def _at(folder: Path, name: str) -> Path:
    return folder / name[:2] / name
