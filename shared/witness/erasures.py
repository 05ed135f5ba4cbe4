"""What was erased is noted outside the database, right before the commit that erases it: an older copy would bring it back.

A line holds an opaque id, a code and a moment, nothing of a person. A commit that fails behind its line leaves an erasure that a
restore would make; somebody had decided it.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from shared.documents import Documents
from shared.retry import RetryLaterError
from shared.witness.file import WitnessFile, sync_folder

_KEY = "erasures"


@dataclass(frozen=True)
class Erased:
    """`what` is a noun of the service, `id` an opaque id, `reason` a code, `at` in ISO 8601."""

    what: str
    id: str
    reason: str
    at: str


#: How a service erases again what it erased before a restore. It must bear to be called for what is erased, or was never there.
EraseAgain = Callable[[Session, Documents, Erased], None]


def note(session: Session, erased: Erased) -> None:
    """Let the witness hear of it at the end of this transaction."""
    session.info.setdefault(_KEY, []).append(erased)


def writing(file: WitnessFile) -> Callable[[Session], None]:
    """What writes the notes of a session into `file`, before its commit."""

    def write(session: Session) -> None:
        if noted := session.info.pop(_KEY, []):
            _append(file, noted)

    return write


def read(file: WitnessFile) -> Iterator[Erased]:
    """All that was ever erased, the oldest first. A last line that a power cut left unfinished was never committed."""
    if not file.erased.exists():
        return
    for line in file.erased.read_text(encoding="utf-8").splitlines():
        try:
            yield Erased(**json.loads(line))
        except (ValueError, TypeError):
            continue


def _append(file: WitnessFile, noted: list[Erased]) -> None:
    lines = "".join(json.dumps(asdict(one)) + "\n" for one in noted)
    with file.locked():
        try:
            handle = os.open(file.erased, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "ab") as open_file:
                # What a power cut left of a line must not swallow the next one.
                open_file.write(b"\n" + lines.encode() if open_file.tell() else lines.encode())
                open_file.flush()
                os.fsync(open_file.fileno())
            sync_folder(file.folder)
        except OSError as error:
            raise RetryLaterError("the witness cannot be written") from error
