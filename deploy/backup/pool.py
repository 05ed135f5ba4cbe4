"""The documents of a store as they were at any instant that is kept: each once, for all backups beside it.

A document never changes, so that its versions are two: there, and gone. What went from the store stays in the pool for as
long as an instant can be asked for at which it was there; the lists in `gone/` say since when it is.
"""

import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from deploy.backup import copying
from deploy.backup.place import BackupError

#: A document that has just been written moves the time of its folder, but two within one tick of the clock move it once.
TICK = 0.1


class Pool:
    """Under `root`: `documents/<two letters>/<name>`, beside them what opens them (`keys/`, `wraps/`) as in the store, and `gone/<day>.txt` with lines of a moment (ISO 8601, UTC), a name and what
    was seen of it then (`went`, `came`).
    """

    def __init__(self, root: Path) -> None:
        self.folder, self._gone = root / "documents", root / "gone"
        for each in (self.folder, self._gone):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._known = set(copying.stored(self.folder))
        self._held = set(names_at(root, datetime.now(UTC)))
        self._looked: dict[str, float] = {}
        self._damaged: set[str] = set()
        self._one_by_one = threading.Lock()

    def named(self) -> list[str]:
        """What is in the store, as far as it was last looked at."""
        return sorted(self._held)

    def damaged(self) -> list[str]:
        """What is in the store and is not what its name promises."""
        return sorted(self._damaged)

    def look(self, store: Path) -> None:
        """Take over what came and note what went since the last look. All that is new is on the disk when this returns.

        Only folders that changed since are read, so that a store of a million documents costs a look at 256 folders. Raises
        `BackupError` where there is no store: that none is seen does not mean that all went.
        """
        if not store.is_dir():
            raise BackupError(f"{store}, the folder of documents, is not there: is it mounted?")
        with self._one_by_one:
            self._look(store)
            # After the documents: whoever writes one wraps its key first.
            self._look_at_keys(store)

    def _look(self, store: Path) -> None:
        changed = list(self._changed(store))
        came, went = self._differences(store, changed)
        done, _, damaged = copying.copy(came, store, self.folder)
        self._damaged = (self._damaged & {name for name in self._damaged if _at(store, name).exists()}) | set(damaged)
        if done:
            _sync(self.folder, done)
        self._note({"went": went, "came": [name for name in done if name in self._known]})
        self._known |= set(done)
        self._held = (self._held | set(done)) - set(went)
        self._looked |= dict(changed)

    def _look_at_keys(self, store: Path) -> None:
        """Only what came is taken over: an old key opens what an old instant holds."""
        now = datetime.now(UTC).timestamp()
        for folder in (*store.glob("keys/*/*"), *store.glob("wraps/*/*/*")):
            name, seen = folder.relative_to(store).as_posix(), folder.stat().st_mtime
            if self._looked.get(name) == seen:
                continue
            taken = [copying.take_key(path, store, self.folder) for path in folder.iterdir()]
            _sync_all({path for path in taken if path})
            self._looked[name] = seen if seen < now - TICK else 0.0

    def forget(self, before: date) -> None:
        """Let go for good of what went before that day, and did not come again."""
        days = {path: date.fromisoformat(path.stem) < before for path in self._gone.glob("*.txt")}
        noted = {path: {name for _, name, _ in _lines(path)} for path in days}
        needed = self._held.union(*(noted[path] for path, over in days.items() if not over))
        for path in (path for path, over in days.items() if over):
            for name in noted[path] - needed:
                for file in (_at(self.folder, name), *self.folder.glob(f"wraps/*/*/{name[:2]}/{name}")):
                    file.unlink(missing_ok=True)
                self._known.discard(name)
            path.unlink()

    def _changed(self, store: Path) -> Iterator[tuple[str, float]]:
        """Folders and their times; one that changed within the last tick will be looked at once more."""
        now = datetime.now(UTC).timestamp()
        for folder in store.glob("[0-9a-f][0-9a-f]"):
            seen = folder.stat().st_mtime
            if self._looked.get(folder.name) != seen:
                yield folder.name, seen if seen < now - TICK else 0.0

    def _differences(self, store: Path, changed: list[tuple[str, float]]) -> tuple[list[str], list[str]]:
        held = defaultdict(set)
        for name in self._held:
            held[name[:2]].add(name)
        came: list[str] = []
        went: list[str] = []
        for letters, _ in changed:
            there = set(copying.stored_in(store / letters))
            came += sorted(there - held[letters])
            went += sorted(held[letters] - there)
        return came, went

    def _note(self, seen: dict[str, list[str]]) -> None:
        now = datetime.now(UTC)
        # The end of a line before it: one that a kill cut short spoils no other.
        lines = [f"\n{now.isoformat()} {name} {what}" for what, names in seen.items() for name in names]
        if not lines:
            return
        with (self._gone / f"{now:%Y-%m-%d}.txt").open("a", encoding="ascii") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())


def names_at(root: Path, instant: datetime) -> Iterator[str]:
    """All documents of the pool but those that were gone at that instant."""
    lines = [line for path in sorted((root / "gone").glob("*.txt")) for line in _lines(path)]
    last = {name: what for moment, name, what in lines if moment <= instant}
    return (name for name in copying.stored(root / "documents") if last.get(name) != "went")


def _lines(path: Path) -> Iterator[tuple[datetime, str, str]]:
    """Without one that a kill cut short: it is noted again."""
    for line in path.read_text(encoding="ascii").splitlines():
        words = line.split(" ")
        if len(words) == len(("moment", "name", "what")) and words[2] in {"went", "came"}:
            yield datetime.fromisoformat(words[0]), words[1], words[2]


def _sync(folder: Path, names: list[str]) -> None:
    _sync_all({_at(folder, name) for name in names} | {folder})


def _sync_all(files: set[Path]) -> None:
    """The files and the folders in which they lie."""
    for path in files | {file.parent for file in files}:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _at(folder: Path, name: str) -> Path:
    return folder / name[:2] / name
