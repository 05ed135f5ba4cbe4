"""A Python that has `besa` imported already: each command is a fork of it. To import it takes longer than most commands.

That the command is whole as one starts it from a shell is seen in test_command.py, and by those that are left running.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from deploy.besa.__main__ import besa

REPOSITORY = Path(__file__).parents[2]


class ReadyBesa:
    """Waits for commands; ends with the `with`."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", __name__]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(command, cwd=REPOSITORY, **pipes)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, words: tuple[str, ...], env: Mapping[str, str]) -> tuple[int, str]:
        """Exit status, and all that was said: first on standard output, then on the other."""
        with TemporaryDirectory() as place:
            said = [f"{place}/{name}" for name in ("output", "errors")]
            self._process.stdin.write(json.dumps([said, words, dict(env)]) + "\n")
            self._process.stdin.flush()
            status = int(self._process.stdout.readline())
            return status, "".join(Path(each).read_text(encoding="utf-8") for each in said)


def fork(said: list[str], words: list[str], env: dict[str, str]) -> int:
    """The exit status of the command, or minus the signal that ended it."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for stream, name in enumerate(said, 1):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), stream)
        os.environ.clear()
        os.environ.update(env)
        besa.main(words, prog_name="besa")
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except BaseException:  # noqa: BLE001 - as the interpreter does at its top
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(status)


if __name__ == "__main__":
    for line in sys.stdin:
        print(fork(*json.loads(line)), flush=True)
