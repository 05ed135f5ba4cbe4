"""`besa declare` and `besa report`: what `besa <service> restore …` says, asked of every service in reach at once, as after a backup was put
back, which sets all four back.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from deploy.besa import installations
from deploy.besa.examining import in_reach
from deploy.local import roles
from deploy.servers.processes import CannotStartError

#: The status of `restore status` where the database may not be worked with (shared/restore.py).
SET_BACK = 3


@click.command("declare")
@click.option("--by", required=True, help="Who does it.")
@click.option("--reason", required=True)
@click.option("--skip", type=click.IntRange(0), help="Without the witness's file: so many numbers of each series.")
@click.pass_obj
def declare(root: Path | None, by: str, reason: str, skip: int | None) -> None:
    """Go on with what came back, in each service that was set back; ends with 1 if one could not."""
    words = ["--by", by, "--reason", reason, *(("--skip", str(skip)) if skip is not None else ())]
    failed = False
    with _reached(root) as services:
        for service, env in services.items():
            state, said = _asked(service, env, "status")
            if state == SET_BACK:
                state, said = _asked(service, env, "declare", *words)
            elif state == 0:
                said = "was not set back"
            failed |= state != 0
            _tell(service, said)
    sys.exit(1 if failed else 0)


@click.command("report")
@click.pass_obj
def report(root: Path | None) -> None:
    """What was perhaps lost, in each service, and what others know of it; ends with 1 if there is anything."""
    anything = False
    with _reached(root) as services:
        for service, env in services.items():
            state, said = _asked(service, env, "report")
            anything |= state != 0
            _tell(service, said or "nothing is missing")
    sys.exit(1 if anything else 0)


@contextmanager
def _reached(root: Path | None) -> Iterator[Mapping[str, Mapping[str, str]]]:
    """The environment of each service; a server that has to be started for it runs until all were asked."""
    with ExitStack() as stack:
        try:
            yield {service: stack.enter_context(installations.variables(service, root)) for service in in_reach(root)}
        except (CannotStartError, FileNotFoundError) as error:
            raise click.ClickException(str(error)) from error


def _asked(service: str, env: Mapping[str, str], *words: str) -> tuple[int, str]:
    """Exit status, and what was said for a person; the log is not."""
    argv = roles.flask(service, "restore", *words)
    done = subprocess.run(argv, env=env, cwd=roles.REPOSITORY, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    return done.returncode, "\n".join([*done.stdout.splitlines(), *told])


def _tell(service: str, said: str) -> None:
    for line in said.splitlines():
        click.echo(f"{service:13} {line}")
