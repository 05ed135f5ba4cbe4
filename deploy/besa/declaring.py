"""`besa declare` and `besa report`: what `besa <service> restore …` says, asked of every service in reach at once, as after a backup was put
back, which sets all four back.
"""

import sys
from pathlib import Path

import click

from deploy.besa.asking import ask, reached, tell

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
    with reached(root) as services:
        for service, env in services.items():
            answer = ask(service, env, "restore", "status")
            said = answer.all_lines
            if answer.status == SET_BACK:
                answer = ask(service, env, "restore", "declare", *words)
                said = answer.all_lines
            elif answer.status == 0:
                said = ["was not set back"]
            failed |= answer.status != 0
            tell(service, said)
    sys.exit(1 if failed else 0)


@click.command("report")
@click.pass_obj
def report(root: Path | None) -> None:
    """What was perhaps lost, in each service, and what others know of it; ends with 1 if there is anything."""
    anything = False
    with reached(root) as services:
        for service, env in services.items():
            answer = ask(service, env, "restore", "report")
            anything |= answer.status != 0
            tell(service, answer.all_lines or ["nothing is missing"])
    sys.exit(1 if anything else 0)
