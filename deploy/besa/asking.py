"""One command of a service, asked of each service in reach, and what they said, a line each behind the service's name."""

import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from deploy.besa import installations
from deploy.besa.examining import in_reach
from deploy.local import roles
from deploy.servers.processes import CannotStartError


@contextmanager
def reached(root: Path | None) -> Iterator[Mapping[str, Mapping[str, str]]]:
    """The environment of each service; a server that has to be started for it runs until all were asked."""
    with ExitStack() as stack:
        try:
            yield {service: stack.enter_context(installations.variables(service, root)) for service in in_reach(root)}
        except (CannotStartError, FileNotFoundError) as error:
            raise click.ClickException(str(error)) from error


@dataclass(frozen=True)
class Answer:
    """Exit status, and what was said for a person: `lines` as the answer, `complaint` beside it, without the log."""

    status: int
    lines: Sequence[str]
    complaint: Sequence[str]

    @property
    def all_lines(self) -> list[str]:
        return [*self.lines, *self.complaint]


def ask(service: str, env: Mapping[str, str], *words: str) -> Answer:
    """What `besa <service> <words>` answers in that environment."""
    argv = roles.flask(service, *words)
    done = subprocess.run(argv, env=env, cwd=roles.REPOSITORY, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    return Answer(done.returncode, done.stdout.splitlines(), told)


def tell(service: str, lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(f"{service:13} {line}")
