"""`besa reconcile`: whether any service lacks an event that another published for it, or holds one that nobody knows; of partners besides what
each body was offered and has taken. One report of all services in reach.
"""

import sys
from pathlib import Path

import click

from deploy.besa.asking import ask, reached, tell


@click.command("reconcile")
@click.option("--again", is_flag=True, help="Compare everything again now, and ask again for what was given up.")
@click.pass_obj
def reconcile(root: Path | None, again: bool) -> None:
    """Compare what each service published with what the others have; ends with 1 if events are unaccounted for, or a service could not
    be asked.
    """
    differ, silent = [], []
    with reached(root) as services:
        for service, env in services.items():
            answer = ask(service, env, "reconcile", *(("--again",) if again else ()))
            # A service that compared says what it found, whatever that is: a status alone is also that of a fault.
            compared = bool(answer.lines) and answer.status in (0, 1)
            tell(service, answer.lines if compared else ["could not be asked:", *answer.complaint[-1:]])
            if not compared:
                silent.append(service)
            elif answer.status:
                differ.append(service)
    click.echo(_whole(differ, silent))
    sys.exit(1 if differ or silent else 0)


def _whole(differ: list[str], silent: list[str]) -> str:
    found = f"Events are unaccounted for: {', '.join(differ)}." if differ else ""
    unknown = f"Not known of what could not be asked: {', '.join(silent)}." if silent else ""
    return " ".join(filter(None, (found, unknown))) or "No event is unaccounted for."
