"""A Python that has the libraries imported already: each run of tests is a fork of it, in a folder that has a house of its own.

To import the libraries takes as long as the promises of most recipes. Nothing of a house is imported before the fork.
"""

import gc
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

#: What takes long to import, and starts no thread: a thread would not be there after the fork.
LIBRARIES = (
    "pytest", "flask", "flask_babel", "flask_wtf", "flask_smorest", "wtforms", "marshmallow", "sqlalchemy.orm",
    "sqlalchemy.dialects.postgresql", "psycopg", "alembic", "kombu", "authlib.integrations.flask_oauth2", "joserfc.jwt",
    "cryptography.x509", "argon2", "holidays", "jsonschema", "openapi_spec_validator", "prometheus_client", "requests", "yaml",
)  # fmt: skip
ENVIRONMENT = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


class Ran(NamedTuple):
    """How a run of tests ended: pytest's exit code, and what it printed."""

    returncode: int
    stdout: str


class ReadyPython:
    """Waits for runs; ends with the `with`."""

    def __enter__(self) -> Self:
        # -P: this file's folder is no place to import from.
        command = [sys.executable, "-P", __file__]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(command, env={**os.environ, **ENVIRONMENT}, cwd="/", **pipes)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run_tests(self, folder: Path, arguments: Sequence[str], sought: str | None = None) -> Ran:
        """As `python -m pytest …` in that folder; over as soon as a test that failed says what is sought."""
        output = folder / "output"
        self._process.stdin.write(json.dumps([str(folder), str(output), arguments, sought]) + "\n")
        self._process.stdin.flush()
        return Ran(int(self._process.stdout.readline()), output.read_text(encoding="utf-8"))


@dataclass
class OnceSaid:
    """Ends a run of pytest with the first test that failed with these words: what the rest says matters no more."""

    words: str
    session: Any = None

    def pytest_sessionstart(self, session: Any) -> None:
        self.session = session

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and self.words in report.longreprtext:
            self.session.shouldstop = "said"


def fork(folder: str, output: str, arguments: list[str], sought: str | None) -> int:
    """The exit code of pytest, or minus the signal that ended it."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(written, stream)
        os.chdir(folder)
        sys.path.insert(0, folder)
        plugins = [OnceSaid(sought)] if sought else []
        status = int(sys.modules["pytest"].main(arguments, plugins))
        sys.stdout.flush()
    finally:
        os._exit(status)


def serve() -> None:
    # A run ends after seconds, and the system takes everything back: to look for garbage was a quarter of it.
    gc.disable()
    for name in LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        print(fork(*json.loads(line)), flush=True)


if __name__ == "__main__":
    serve()
