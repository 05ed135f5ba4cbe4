"""The isolated process from outside: begun for one file, without environment, ended with all that it began when its time is over."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from shared.files.refused import CLEAN, CODES, REFUSED, RefusedFileError

#: Bytes of a clean copy: a small file can be written out into a thousand times as much.
LARGEST_COPY = 40 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[2]


class UndecidedError(Exception):
    """The process ended without a word: its time was over, or somebody ended it. The file can be given to another one."""


def cleaned(kind: str, content: bytes, seconds: float) -> bytes:
    """The clean copy of a file, of a kind that `worker` knows, or of one in PDF what can be read in it (`words`). Raises `RefusedFileError` or `UndecidedError`."""
    if seconds <= 0:
        raise UndecidedError("no time is left")
    command = [sys.executable, "-E", "-s", "-m", "shared.files.worker", kind, str(max(1, round(seconds)))]
    status, said = run(command, content, seconds)
    if len(said) > LARGEST_COPY:
        raise RefusedFileError("file_too_complex")
    if status == CLEAN and said:
        return said
    if status == REFUSED and (code := said.decode(errors="replace")) in CODES:
        raise RefusedFileError(code)
    raise UndecidedError(f"ended with {status}")


def run(command: list[str], content: bytes, seconds: float, folder: Path = _ROOT) -> tuple[int, bytes]:
    """(exit status, output) of a command that reads `content`. Raises `UndecidedError`."""
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    # A group of its own, so that what it begins ends with it.
    process = subprocess.Popen(
        command, cwd=folder, env=environment, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with process:
        try:
            written, _ = process.communicate(content, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise UndecidedError("its time was over") from error
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, written
