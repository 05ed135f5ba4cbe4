"""`besa <service> …`: the commands of one service, with its environment and no other's."""

import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from deploy.besa import installations
from deploy.local import roles
from deploy.servers.processes import CannotStartError
from shared import cli


def of_service(service: str) -> click.Command:
    """A process of its own, with the keys of that service only."""

    @click.command(
        service,
        help=f"The commands of {service}: `besa {service} --help`.",
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    )
    @click.argument("words", nargs=-1, type=click.UNPROCESSED, shell_complete=_complete)
    @click.pass_obj
    def run(root: Path | None, words: tuple[str, ...]) -> None:
        argv = roles.flask(service, *(words or ("--help",)))
        try:
            with installations.variables(service, root, words) as env:
                done = subprocess.run(argv, env=env, cwd=roles.REPOSITORY, check=False)
        except (CannotStartError, FileNotFoundError) as error:
            raise click.ClickException(str(error)) from error
        sys.exit(done.returncode)

    return run


def commands_of(service: str) -> click.Group:
    """What `besa <service>` knows, without starting the service."""
    found = click.Group(service)
    for command in cli.COMMANDS:
        found.add_command(command)
    if service == "cases":
        found.add_command(cli.token)
    with suppress(ModuleNotFoundError):
        own = import_module(f"services.{service}.commands")
        top = [one for one in vars(own).values() if isinstance(one, click.Command)]
        inner = {id(child) for one in top if isinstance(one, click.Group) for child in one.commands.values()}
        for command in top:
            if id(command) not in inner:
                found.add_command(command)
    return found


def _complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The next word: a command, or a command of the group that was named."""
    here: click.Command = commands_of(context.info_name or "")
    for word in context.params.get("words") or ():
        if not isinstance(here, click.Group) or word not in here.commands:
            return []
        here = here.commands[word]
    known = here.commands if isinstance(here, click.Group) else {}
    return [
        CompletionItem(name, help=one.get_short_help_str())
        for name, one in known.items()
        if name.startswith(incomplete)
    ]
