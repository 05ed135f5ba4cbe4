"""The commands of every service: `besa <service> <command>`."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, NoReturn, TextIO
from uuid import UUID, uuid4

import click
from flask import Flask
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from shared import audit, finding, opening, upkeep, worker
from shared.audit import heads
from shared.audit.notes import BadNoteError
from shared.clock import utc_now
from shared.document_keys import keys_group
from shared.freeing.commands import parked_group, subject_group
from shared.grants import NoRoleError
from shared.messaging import parked
from shared.messaging.accounts import comparing
from shared.messaging.outbox import share_again
from shared.platform import NotGivenError, Platform, past_guard, platform
from shared.pooled import PooledError, demand_direct
from shared.restore import restore
from shared.retry import RetryLaterError, SetBackError
from shared.staff import StaffSession, issue_token

_AWAY = "The database does not answer: is it up, and the address right? `besa doctor` looks."


def register(app: Flask, own: Iterable[click.Command] = ()) -> None:
    """Add to `app` the commands of every service, and its `own`."""
    signs = [token] if platform_of(app).settings.staff_signing_key else []
    for command in (*COMMANDS, *signs, *own):
        _say_plainly(command)
        app.cli.add_command(command)


def _say_plainly(command: click.Command) -> None:
    """Where the database is away an operator reads one sentence, not where in our code that was noticed."""
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        _say_plainly(inner)
    callback = command.callback
    if callback is None or hasattr(callback, "plain"):
        return

    @wraps(callback)
    def run(*given: Any, **named: Any) -> Any:
        try:
            return callback(*given, **named)
        except SetBackError:
            # That one has its own words, and its own status.
            raise
        except (OperationalError, InterfaceError, PoolTimeoutError, RetryLaterError) as error:
            raise click.ClickException(_AWAY) from error

    run.plain = True  # type: ignore[attr-defined]  # the commands are those of all apps of a process, and are told so once
    command.callback = run


def platform_of(app: Flask) -> Platform:
    found: Platform = app.extensions["besa"]
    return found


@click.command("migrate")
def _migrate() -> None:
    """Bring the database to the newest form."""
    from shared import migrate  # noqa: PLC0415 - Alembic takes 9 MB, for which no process that stays has a use

    here = platform()
    if not here.settings.migrate_url:
        raise click.ClickException("MIGRATE_URL is not set: it names the role that owns the tables of this service.")
    try:
        demand_direct({"MIGRATE_URL": here.settings.migrate_url}, here.settings.waits)
        migrate.upgrade(here.settings.service, here.settings.migrate_url)
    except (NoRoleError, PooledError) as error:
        raise click.ClickException(str(error)) from error
    # Past the guard: a backup from before this release has to be brought up to it before it can be declared.
    with past_guard(here) as unguarded:
        upkeep.keep_partitions(unguarded, datetime.now(UTC))


@click.command("worker")
def _worker() -> None:
    """Relay, consumer, timers and sealer in one process; ends with 1 if one of them dies."""
    _work(worker.WHOLE)


@click.command("relay")
def _relay() -> None:
    """Outbox to broker."""
    _work(("relay",))


@click.command("consume")
def _consume() -> None:
    """Broker to inbox."""
    _work(("consume",))


@click.command("timers")
def _timers() -> None:
    """Work that is due by the clock, the sealer of the audit trail, and the witness of the database."""
    _work(("timers", "seal", "witness"))


def _work(parts: tuple[str, ...]) -> NoReturn:
    worker.serve_health(platform())
    try:
        sys.exit(worker.supervise(platform(), parts))
    except (NotGivenError, PooledError) as error:
        raise click.ClickException(str(error)) from error


@click.command("replay")
@click.option("--since", type=click.DateTime(), help="UTC; the last 400 days if not given.")
@click.option("--type", "event_type", help="Only events of this type.")
def _replay(since: datetime | None, event_type: str | None) -> None:
    """Publish events of the log again, and let the consumers read the documents that they name; who has them drops the repeats."""
    begin = since.replace(tzinfo=UTC) if since else datetime.now(UTC) - timedelta(days=400)
    here = platform()
    with here.database.transaction() as session:
        click.echo(f"{parked.publish_again(session, begin, event_type)} events will be published again")
        share_again(here.documents, session, begin, event_type)


@click.command("reconcile")
@click.option("--again", is_flag=True, help="Compare everything again now, and ask again for what was given up.")
def _reconcile(again: bool) -> None:
    """Compare what was published for this service with what it has; ends with 1 if events are unaccounted for."""
    here, now = platform(), utc_now()
    with here.database.transaction() as session:
        comparing.settle(session)
        found, silent = comparing.unaccounted(session), comparing.silence(session, here.service, now=now)
        for line in _differing(session):
            click.echo(line)
        if again:
            comparing.look_again(session, here.service, now=now)
    for publisher, seconds in silent.items():
        counts = ", ".join(f"{found.get((publisher, kind), 0)} {kind}" for kind in comparing.KINDS)
        click.echo(f"{publisher}: {counts}; its account was last heard {seconds:.0f} s ago")
    if here.handed_on:
        with here.database.transaction() as session:
            click.echo("\n".join(here.handed_on(session)))
    if again:
        click.echo("every publisher is asked for its account; look again in a minute")
    if found:
        sys.exit(1)


def _differing(session: Session) -> Iterator[str]:
    for left in comparing.set_aside(session):
        yield f"{left.message_id}  {left.stream}  stale  noted {left.noted_at:%Y-%m-%d %H:%M}"
    for row in comparing.differences(session):
        yield f"{row.message_id}  {row.stream}  {row.kind}  noted {row.noted_at:%Y-%m-%d %H:%M}  asked {row.asked}"


@click.command("documents")
def _documents() -> None:
    """The documents that a row names and that could not be opened at the last look; ends with 1 if there are any."""
    with platform().database.reading() as session:
        found = opening.unopened(session)
        for row in found:
            click.echo(f"{row.name}  {row.place}  {row.fault}  since {row.found_at:%Y-%m-%d %H:%M}")
    if found:
        sys.exit(1)


@click.command("find")
@click.argument("request_ids", type=click.UUID, nargs=-1)
@click.option("--event", "events", type=click.UUID, multiple=True, help="Only what became here of this event.")
@click.option("--days", type=float, default=finding.DAYS, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="For `besa find`, which asks every service.")
def _find(request_ids: tuple[UUID, ...], events: tuple[UUID, ...], days: float, as_json: bool) -> None:
    """The events that came of a request, and what became of them here."""
    here = platform()
    with here.database.reading() as session:
        made = [step for one in request_ids for step in finding.published(session, here.service, one, days=days)]
        asked = [*events, *request_ids, *(step.event for step in made)]
        steps = [*made, *finding.taken(session, here.service, asked)]
    if as_json:
        click.echo(json.dumps([step.told() for step in steps]))
        return
    for step in steps:
        click.echo(step.line())


@click.group("audit")
def _audit() -> None:
    """The audit trail."""


@_audit.command("verify")
@click.option("--heads", "file", type=click.File(), help="Signed heads that were kept elsewhere, one after the other.")
def _verify(file: TextIO | None) -> None:
    """Walk the whole trail, and compare it with what the other services keep; ends with 1 and the faults if it does not hold."""
    here = platform()
    try:
        kept = audit.read_kept(here.notary, file.read(), "file") if file else []
    except BadNoteError as error:
        raise click.ClickException(f"the file holds what is no head of this service: {error}") from error
    faults = heads.check(here.database, here.notary, here.settings.audit_heads_dir, kept)
    with here.database.reading() as session:
        newest = audit.newest(session)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        sys.exit(1)
    click.echo("the trail holds; its head:")
    click.echo(newest.note if newest else "none, nothing was sealed yet")


@click.command("token")
@click.argument("staff_id", type=click.UUID)
@click.option("--hours", type=click.FloatRange(0, 8), default=8.0)
def token(staff_id: UUID, hours: float) -> None:
    """A bearer token for one staff account, for scripts. Its session can be ended as any other, and ends unused as any other."""
    began, session_id = utc_now().replace(microsecond=0), uuid4()
    ends = began + timedelta(hours=hours)
    with platform().database.transaction() as session:
        session.add(
            StaffSession(
                id=session_id,
                staff_id=staff_id,
                began_at=began,
                ends_at=ends,
                seen_at=began,
                told_at=began,
                device=None,
            )
        )
    key = platform().settings.staff_signing_key or ""
    click.echo(issue_token(key, staff_id, hours, session_id=session_id, now=began))


#: Those of every service; `token` is that of whoever signs.
COMMANDS = (
    _migrate, _worker, _relay, _consume, _timers, _replay, _reconcile, parked_group, subject_group, _documents, keys_group, _find, _audit, restore,
)  # fmt: skip
