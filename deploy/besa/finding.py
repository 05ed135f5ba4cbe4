"""`besa find`: a request by the id that its answer bore, in the logs and in the databases of every service in reach."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO
from uuid import UUID

import click

from deploy.besa import installations
from deploy.besa.examining import in_reach
from deploy.local import roles
from deploy.servers.processes import CannotStartError
from shared.finding import DAYS, Step

_LINES = re.compile(r"\{.*\}")
#: A container sees nothing of what others wrote, so it must be piped in.
_NO_LOG = (
    "no log was read; in compose:"
    " docker compose logs --no-color | docker compose run --rm -T operator find {} --log -   (elsewhere: --log FILE)"
)


@click.command("find")
@click.argument("request_id", type=click.UUID)
@click.option(
    "--log",
    "logs",
    type=click.File(errors="replace"),
    multiple=True,
    help="Lines of a log besides; - is what is piped in.",
)
@click.option(
    "--days",
    type=click.FloatRange(0.01, 400),
    default=DAYS,
    show_default=True,
    help="How long after it events are looked for.",
)
@click.pass_obj
def find(root: Path | None, request_id: UUID, logs: Sequence[TextIO], days: float) -> None:
    """The request with this id (X-Request-Id, `rid` of a problem), the events that followed and what became of them in each service."""
    lines = [*_kept(root, request_id), *(line for log in logs for line in matching(log, request_id))]
    for line in sorted(lines):
        click.echo(line)
    if not (root or logs):
        click.echo(_NO_LOG.format(request_id), err=True)
    steps = list(_steps(root, request_id, days))
    for step in sorted(steps, key=lambda step: step.at):
        click.echo(step.line())
    if not lines and not steps:
        raise click.ClickException("nothing is known of it: is the id whole, is its log or its service in reach?")


def matching(log: Iterable[str], request_id: UUID) -> list[str]:
    """The lines of a log that bear this id, without what a container's name puts before them."""
    bearing = (line for line in log if str(request_id) in line)
    return [told.group() for line in bearing if (told := _LINES.search(line))]


def _kept(root: Path | None, request_id: UUID) -> list[str]:
    """Where one machine runs them all, their logs are at hand."""
    found = []
    for path in sorted((root / "logs").glob("*.log")) if root else ():
        with path.open(encoding="utf-8", errors="replace") as log:
            found += matching(log, request_id)
    return found


def _steps(root: Path | None, request_id: UUID, days: float) -> list[Step]:
    services = in_reach(root)
    first = [step for one in services for step in _asked(root, one, str(request_id), "--days", str(days))]
    events = sorted({step.event for step in first})
    named = [word for event in events for word in ("--event", str(event))]
    arrived = [step for one in services for step in _asked(root, one, *named)] if events else []
    return list(dict.fromkeys([*first, *arrived]))


def _asked(root: Path | None, service: str, *words: str) -> list[Step]:
    """What one service knows; that it cannot be asked is said, and the others are asked all the same."""
    argv = roles.flask(service, "find", "--json", *words)
    try:
        with installations.variables(service, root) as env:
            done = subprocess.run(argv, env=env, cwd=roles.REPOSITORY, check=False, stdout=subprocess.PIPE, text=True)
    except (CannotStartError, FileNotFoundError) as error:
        click.echo(f"{service}: {error}", err=True)
        return []
    if done.returncode:
        sys.stderr.write(f"{service}: could not be asked\n")
        return []
    return [Step.of(told) for told in json.loads(done.stdout.splitlines()[-1])]
