"""`besa`: the commands of each service, and those of the whole installation.

`eval "$(_BESA_COMPLETE=bash_source besa)"` completes words in the shell (zsh_source, fish_source).
"""

from pathlib import Path

import click

from deploy import SERVICES
from deploy.besa.backups import backup, restore
from deploy.besa.declaring import declare, report
from deploy.besa.escrow import escrow_key
from deploy.besa.examining import doctor
from deploy.besa.finding import find
from deploy.besa.reconciling import reconcile
from deploy.besa.services import of_service


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    type=click.Path(path_type=Path, resolve_path=True, file_okay=False),
    envvar="BESA_ROOT",
    help="The folder of an installation of one machine (var/local, var/demo); without it the environment counts.",
)
@click.pass_context
def besa(context: click.Context, root: Path | None) -> None:
    """Run Besa: besa SERVICE COMMAND for one service, the others for all."""
    context.obj = root
    if root is not None and not root.is_dir():
        raise click.ClickException(f"{root} is no folder")


for service in SERVICES:
    besa.add_command(of_service(service))
for command in (doctor, find, reconcile, backup, restore, declare, report, escrow_key):
    besa.add_command(command)


def main() -> None:
    """The entry point."""
    besa.main(prog_name="besa")


if __name__ == "__main__":
    main()
