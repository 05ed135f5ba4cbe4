"""A Word or Excel file set as a PDF by the operator's command (`OFFICE_COMMAND`), in a folder that nobody else sees and that goes with us."""

import fcntl
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from shared.files import isolation
from shared.files.isolation import LARGEST_COPY, UndecidedError

SECONDS = 60
_PREFIX = "besa-file-"
_MEMORY, _MOUNTS, _ROOM = Path("/dev/shm"), Path("/proc/mounts"), 128 * 1024 * 1024  # noqa: S108 - the folder is 0700 and made anew
_LIMITED = Path(__file__).with_name("limited.py")


def as_pdf(kind: str, checked: bytes, command: tuple[str, ...]) -> bytes:
    """The command finds the file in its folder and writes the PDF beside it. Raises `UndecidedError`."""
    limited = [sys.executable, "-I", "-S", str(_LIMITED), str(os.getpid()), str(SECONDS), str(LARGEST_COPY)]
    with _folder() as here:
        (here / f"file.{kind}").write_bytes(checked)
        isolation.run([*limited, *command, f"file.{kind}"], b"", SECONDS, here)
        return _made(here / "file.pdf")


def _made(path: Path) -> bytes:
    """Only a file of its own: what opened a hostile one may have put a way to somewhere else there."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise UndecidedError("it was not set") from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise UndecidedError("it was not set")
    with os.fdopen(number, "rb") as made:
        return made.read(LARGEST_COPY)


@contextmanager
def _folder() -> Iterator[Path]:
    """Held by a lock as long as this process lives, by which `sweep` knows what it left when it was killed."""
    here = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}", dir=_place()))
    with closing(_Held(here)):
        named = here.rename(here.with_name(here.name.removeprefix(".")))
        try:
            yield named
        finally:
            shutil.rmtree(named, ignore_errors=True)


def sweep() -> None:
    """Remove what processes left that were killed. Who is alive holds theirs."""
    for place in {_MEMORY, Path(tempfile.gettempdir())}:
        for left in place.glob(f"{_PREFIX}*"):
            try:
                with closing(_Held(left)):
                    if left.stat().st_uid == os.geteuid():
                        shutil.rmtree(left, ignore_errors=True)
            except OSError:
                continue


class _Held:
    """Raises `OSError` if another process holds it."""

    def __init__(self, folder: Path) -> None:
        self._number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(self._number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._number)
            raise

    def close(self) -> None:
        os.close(self._number)


def _place() -> str:
    """In memory, if there is a place with room: what lies there in clear reaches no disk."""
    usual = tempfile.gettempdir()
    in_memory = [place for place in (Path(usual), _MEMORY) if _lies_in_memory(place) and os.access(place, os.W_OK)]
    return next((str(place) for place in in_memory if shutil.disk_usage(place).free >= _ROOM), usual)


def _lies_in_memory(place: Path) -> bool:
    """By the mount that is nearest above it."""
    if not _MOUNTS.exists() or not place.is_dir():
        return False
    mounts = (line.split(" ") for line in _MOUNTS.read_text().splitlines())
    above = [(len(at), kind) for _, at, kind, *_ in mounts if place.resolve().is_relative_to(at)]
    return max(above, default=(0, ""))[1] in ("tmpfs", "ramfs")
