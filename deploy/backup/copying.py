"""Documents, from one folder into another, and in one file the keys that open them. Nothing else: what another process is writing has
another name.
"""

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}\Z")
_BUNDLED = re.compile(r"keys(/[a-z0-9_]+){3}|wraps(/[a-z0-9_]+){2}/[0-9a-f]{2}/[0-9a-f]{64}")


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
        _place(_at(target, name), content, target)
        done.append(name)
        size += len(content)
    return done, size, damaged


def bundle(folder: Path, target: Path) -> None:
    """The keys of a store and what is wrapped for them, as one tar.

    While they are copied a re-wrapping may go from an old key to a new one: so the wraps of older keys come first, and the keys once
    more at the end. What came twice is the same.
    """
    keys = sorted(folder.glob("keys/*/*/*"), key=_since)
    age = {key.name: place for place, key in enumerate(keys)}
    with tarfile.open(target, "w") as tar:
        _add(tar, folder, keys)
        for wraps in sorted(folder.glob("wraps/*/*"), key=lambda each: age.get(each.name, -1)):
            _add(tar, folder, wraps.glob("*/*"))
        _add(tar, folder, folder.glob("keys/*/*/*"))


def unbundle(source: Path, folder: Path) -> None:
    """Into a store, beside what is there: that is as new, or newer."""
    with tarfile.open(source) as tar:
        for member in tar:
            content = tar.extractfile(member) if _BUNDLED.fullmatch(member.name) else None
            if content is not None and not (folder / member.name).exists():
                _place(folder / member.name, content.read(), folder)


def lay_keys(source: Path, folder: Path) -> None:
    """What lies of keys beside documents in `source` into a store, over what is there: it is newer. Of wraps those of documents that are there."""
    for path in source.glob("keys/*/*/*"):
        _place(folder / path.relative_to(source), path.read_bytes(), folder)
    for path in source.glob("wraps/*/*/*/*"):
        if _at(folder, path.name).exists():
            _place(folder / path.relative_to(source), path.read_bytes(), folder)


def take_key(path: Path, source: Path, target: Path) -> Path | None:
    """One file of `keys/` or `wraps/` from a store into another folder; its place there, none if it was there so already."""
    name = path.relative_to(source)
    if not _BUNDLED.fullmatch(name.as_posix()):
        return None
    with suppress(FileNotFoundError):
        content = path.read_bytes()
        if not (target / name).exists() or (target / name).read_bytes() != content:
            _place(target / name, content, target)
            return target / name
    return None


def _since(key: Path) -> str:
    since: str = json.loads(key.read_bytes())["since"]
    return since


def _add(tar: tarfile.TarFile, folder: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        # One that went meanwhile was erased, or wrapped anew under a key that comes later.
        with suppress(FileNotFoundError):
            tar.add(path, path.relative_to(folder).as_posix(), recursive=False)


def _place(path: Path, content: bytes, root: Path) -> None:
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    # Of the store's owner, as all that lies there: a restore runs as root where the services do not.
    owner = root.stat()
    if os.geteuid() == 0:
        for each in (draft, *(above for above in path.parents if root in above.parents)):
            os.chown(each, owner.st_uid, owner.st_gid)
    draft.replace(path)


def _at(folder: Path, name: str) -> Path:
    return folder / name[:2] / name
