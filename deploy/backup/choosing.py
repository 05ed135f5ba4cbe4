"""What is put back: one backup as it is, or what brings a folder of `besa backup keep` to an instant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deploy.backup import history, manifest, seals
from deploy.backup.manifest import DOCUMENTS, Manifest
from deploy.backup.place import BackupError
from deploy.backup.pool import names_at


@dataclass(frozen=True)
class Choice:
    """A copy of the databases; the files of the log that are replayed upon it, up to `to` or their end; documents by name."""

    backup: Path
    manifest: Manifest
    documents: Iterable[str]
    instant: str
    log: Sequence[Path] = ()
    to: datetime | None = None
    #: So many bytes of the last piece of the log, and nothing behind them; None: all that is there.
    cut: int | None = None


def choose(folder: Path, to: datetime | None, key: bytes) -> Choice:
    """Raises `BackupError` if that instant is not kept, or if something is missing or changed."""
    if not history.is_kept(folder):
        if to:
            raise BackupError(
                f"{folder} is one backup, of one instant: --to needs a folder that `besa backup keep` fills."
            )
        told = manifest.read(folder)
        return _whole(
            Choice(folder, told, manifest.names(folder) if (folder / manifest.LIST).exists() else (), told.instant), key
        )
    of, base, until = _covering(folder, to, key)
    log, kept = of.after(base), of.kept(key)
    if found := list(seals.faults(of, kept, key, log)):
        raise BackupError("The log is not whole, so nothing was done:\n" + "\n".join(found))
    # To an instant no more is needed than what is sealed. Its end is more than that: what came within the last two seconds.
    sealed = [path for path in log if path.suffix == ".history" or path.name[:24] <= kept.segment]
    exact = bool(to and kept.segment)
    return _whole(
        Choice(
            base.folder,
            base.manifest,
            names_at(folder, to or history.now()),
            (to or until).isoformat(),
            sealed if exact else log,
            to,
            kept.sealed if exact else None,
        ),
        key,
    )


def _covering(root: Path, to: datetime | None, key: bytes) -> tuple[history.History, history.Base, datetime]:
    """The newest history that reaches that instant, its last copy before it, and how far it goes."""
    spans = list(history.spans(root, key))
    if not spans:
        raise BackupError(f"{root} holds no whole copy of the databases yet.")
    for of, bases, until in reversed(spans):
        fitting = [base for base in bases if to is None or base.instant <= to]
        if fitting and (to is None or to <= until):
            return of, fitting[-1], until
    told = ", and ".join(f"from {_said(bases[0].instant)} to {_said(until)}" for _, bases, until in spans)
    raise BackupError(f"{_said(to) if to else ''} is not kept, so nothing was done: {root} reaches {told}.")


def _whole(choice: Choice, key: bytes) -> Choice:
    found = list(manifest.faults(choice.backup, choice.manifest, key))
    if found:
        raise BackupError("The backup is not whole, so nothing was done:\n" + "\n".join(found))
    return choice


def faults_of_kept(root: Path, key: bytes) -> Iterator[str]:
    """What is missing or changed in a folder of `besa backup keep`, one line each; reads every byte."""
    for of, bases, _ in history.spans(root, key):
        for base in bases:
            yield from (f"{base.folder.name}: {fault}" for fault in manifest.faults(base.folder, base.manifest, key))
        try:
            yield from seals.faults(of, of.kept(key), key, of.after(bases[0]))
        except BackupError as gap:
            yield str(gap)


def source_of(choice: Choice) -> Path:
    """The folder in which its documents lie."""
    return choice.backup / DOCUMENTS


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
