"""`besa doctor`: every service in reach, each in its own environment."""

import os
import subprocess
import sys
from pathlib import Path

import click

from deploy import SERVICES
from deploy.besa import installations
from deploy.local import roles
from deploy.servers.processes import CannotStartError


@click.command("doctor")
@click.argument("services", nargs=-1, type=click.Choice(SERVICES))
@click.pass_obj
def doctor(root: Path | None, services: tuple[str, ...]) -> None:
    """Look at what the services stand on: one line each, what is wrong and what to do; ends with 1 if anything is wrong."""
    wrong = False
    for service in services or in_reach(root):
        try:
            with installations.variables(service, root) as env:
                command = [sys.executable, "-m", "deploy.doctor", service]
                wrong |= bool(subprocess.run(command, env=env, cwd=roles.REPOSITORY, check=False).returncode)
        except (CannotStartError, FileNotFoundError) as error:
            click.echo(f"{service:13} all       {error}")
            wrong = True
    sys.exit(1 if wrong else 0)


def in_reach(root: Path | None) -> list[str]:
    """A container is told whose it is, and holds the keys of that one alone."""
    ours = os.environ.get("SERVICE")
    return [ours] if root is None and ours else list(SERVICES)
