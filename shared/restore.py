"""`restore`: what a person does with a database that was set back."""

import sys
from uuid import UUID

import click
from sqlalchemy import select

from shared import audit
from shared.messaging.accounts import comparing
from shared.platform import Platform, platform
from shared.rules import RuleViolation
from shared.witness.guard import Guard, NothingToDeclareError
from shared.witness.report import lines
from shared.witness.tables import SetBack


@click.group("restore")
def restore() -> None:
    """A database that was set back to an earlier time."""


@restore.command("status")
def status() -> None:
    """Whether the database was set back; ends with 3 if it may not be worked with."""
    guard = _guard(platform())
    verdict = guard.now()
    click.echo(verdict.sentence)
    with guard.alone() as database, database.reading() as session:
        for row in session.execute(select(SetBack).order_by(SetBack.epoch)).scalars():
            click.echo(
                f"epoch {row.epoch}  {row.declared_at:%Y-%m-%d %H:%M}  {row.kind}  by {row.declared_by}: {row.reason}"
            )
    if not verdict.serves:
        sys.exit(3)


@restore.command("declare")
@click.option("--by", required=True, help="Who does it.")
@click.option("--reason", required=True)
@click.option("--skip", type=click.IntRange(0), help="Without the witness's file: so many numbers of each series.")
def declare(by: str, reason: str, skip: int | None) -> None:
    """Go on with what came back: a new epoch, and numbers behind all that were perhaps given. Processes go on by themselves."""
    if not reason.strip():
        raise click.UsageError("a reason is needed")
    guard = _guard(platform())
    try:
        declared = guard.declare(by=f"operator:{by}", reason=reason, skip=skip)
    except (NothingToDeclareError, RuleViolation) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"epoch {declared.epoch} has begun; {declared.again} events go out again")
    for series, (first, last) in sorted(declared.skipped.items()):
        click.echo(f"{series}: {first} to {last} were perhaps given and are skipped")
    click.echo("see `restore report` once the other services have told their accounts, a minute from now")


@restore.command("report")
def report() -> None:
    """What was perhaps lost, and what others know of it, per subject; ends with 1 if there is anything."""
    guard = _guard(platform())
    with guard.alone() as database, database.reading() as session:
        found = lines(session)
    for line in found:
        click.echo(line)
    if found:
        sys.exit(1)


@restore.command("accept")
@click.argument("message_id", type=click.UUID)
@click.option("--by", required=True, help="Who does it.")
@click.option("--reason", required=True)
def accept(message_id: UUID, by: str, reason: str) -> None:
    """Somebody looked at an alien, different or stale event, and did what there was to do: it counts no more."""
    here = platform()
    with here.database.transaction() as session:
        try:
            comparing.accept(session, message_id, f"operator:{by}", reason)
        except RuleViolation as error:
            raise click.ClickException(str(error)) from error
        audit.record(session, f"operator:{by}", "difference.accepted", "event", message_id, reason=reason)


def _guard(here: Platform) -> Guard:
    if here.guard is None:
        raise click.ClickException("this process has no WITNESS_DIR: nothing says whether the database was set back")
    return here.guard
