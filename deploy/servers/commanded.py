"""The commands of a service, many in one process of it: to import a service takes longer than most of its commands.

`python -m deploy.servers.commanded <service>` is that process, not for people: it reads lines of JSON, each a list of
commands, and answers each with a line that says how they ended.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self, cast

from deploy.servers.processes import CannotStartError

REPOSITORY = Path(__file__).resolve().parents[2]


class Command(NamedTuple):
    """One command of a service's command line, and what it reads."""

    words: Sequence[str]
    given: str = ""


class Said(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    output: str

    def check(self) -> None:
        """Raises `CannotStartError` with its words if it failed."""
        if self.status:
            raise CannotStartError(f"A sample could not be made: {self.output.strip()}")

    def member(self, name: str) -> str:
        """A text in the JSON object that it printed. Raises as `check` does."""
        self.check()
        return str(json.loads(self.output)[name])


class Commanded:
    """A process of `service` with that whole environment, which starts and ends with the `with`."""

    def __init__(self, service: str, environment: Mapping[str, str]) -> None:
        self._service = service
        self._environment = environment

    def __enter__(self) -> Self:
        # A file: nobody reads a pipe while the process works, and a full one would stop it.
        self._logged = tempfile.TemporaryFile("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "deploy.servers.commanded", self._service],
            cwd=REPOSITORY,
            env=dict(self._environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._logged,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._process.communicate()
        finally:
            self._logged.close()

    def run(self, commands: Sequence[Command]) -> list[Said]:
        """Run them one after the other. Raises `CannotStartError` if the process fails."""
        asked, answers = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        try:
            asked.write(json.dumps(commands) + "\n")
            asked.flush()
            answer = answers.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self._process.wait()
            self._logged.seek(0)
            raise CannotStartError(f"The commands of {self._service} failed:\n{self._logged.read().strip()[-2000:]}")
        return [Said(*said) for said in json.loads(answer)]


def _serve(service: str) -> None:
    """A crash of a command ends the process."""
    from importlib import import_module  # noqa: PLC0415 - only in the child: the parent needs no app

    # What the service itself prints and logs goes where its errors go.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    app = import_module(f"services.{service}.app").create_app()
    runner = app.test_cli_runner()
    for line in sys.stdin:
        said = []
        for words, given in json.loads(line):
            with app.app_context():
                result = runner.invoke(args=words, input=given)
            if result.exception and not isinstance(result.exception, SystemExit):
                raise result.exception
            said.append((result.exit_code, result.output if result.exit_code else result.stdout))
        print(json.dumps(said), file=answers, flush=True)


if __name__ == "__main__":
    _serve(sys.argv[1])
