"""`parked` and `subject`: what a person does with subjects that are stuck, as on the page. A refusal is one sentence and ends with 1."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import click
from sqlalchemy.orm import Session

from shared.clock import utc_now
from shared.freeing import steps, table, views
from shared.freeing.table import About, Hand
from shared.messaging import parked
from shared.messaging.inbox import Inbox
from shared.messaging.kept import ParkedEvent
from shared.platform import Platform, platform
from shared.rules import NotFound, RuleViolation

T = TypeVar("T")
Command = Callable[..., Any]
_BY = click.option("--by", required=True, help="Who does it.")
_REASON = click.option("--reason", required=True)
_PARKED = click.argument("parked_id", type=click.UUID)
_STEP = click.argument("step_id", type=click.UUID)


@click.group("parked")
def parked_group() -> None:
    """Events that could not be handled."""


@click.group("subject")
def subject_group() -> None:
    """Subjects of which something waits: held, parked, or other than at their publisher."""


def _of_subject(command: Command) -> Command:
    """The arguments that name a subject, as `subject list` prints them."""
    return click.argument("stream")(click.argument("subject", type=click.UUID)(command))


def inbox_of(here: Platform) -> Inbox:
    return Inbox(here.subscriptions, here.documents.get)


def _run(work: Callable[[Session], T]) -> T:
    try:
        return platform().database.run(work)
    except RuleViolation as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except NotFound as missing:
        raise click.ClickException("nothing is known of it here") from missing


def _done(step: table.Step, about: About, by: str, reason: str = "") -> Any:
    inbox, now = inbox_of(platform()), utc_now()
    return _run(
        lambda session: step.do(Hand(session=session, inbox=inbox, by=f"operator:{by}", now=now, reason=reason), about)
    )


@parked_group.command("list")
def list_parked() -> None:
    """The parked events that wait for a person."""
    with platform().database.reading() as session:
        for row in parked.unresolved(session):
            about = f"{row.stream}  {row.subject}" if row.subject else "no subject"
            click.echo(f"{row.id}  {row.parked_at:%Y-%m-%d %H:%M}  {row.type or 'unreadable'}  {row.reason}  {about}")


@parked_group.command("show")
@click.argument("parked_id", type=click.UUID)
def show_parked(parked_id: UUID) -> None:
    """The envelope of one parked event; events hold no personal data."""
    with platform().database.reading() as session:
        row = session.get(ParkedEvent, parked_id)
        if row is None:
            raise click.ClickException("no such parked event")
        click.echo(bytes(row.body).decode(errors="backslashreplace"))


@parked_group.command("replay")
@click.argument("parked_ids", type=click.UUID, nargs=-1)
@click.option("--code", help="All that are parked with this reason.")
@_BY
def replay_parked(parked_ids: tuple[UUID, ...], code: str | None, by: str) -> None:
    """Handle parked events again, each with what waited behind it; ends with 1 if one still cannot be handled."""
    if not parked_ids and not code:
        raise click.UsageError("name events, or a --code")
    step, refused = table.step("parked", "replay"), 0
    for parked_id in (*parked_ids, *(_run(lambda session: parked.with_reason(session, code)) if code else ())):
        try:
            click.echo(f"{parked_id}: {step.told(_done(step, About(id=parked_id), by))}")
        except click.ClickException as refusal:
            refused += 1
            click.echo(f"{parked_id}: {refusal.message}", err=True)
    if refused:
        raise click.ClickException(f"{refused} could not be handled")


@subject_group.command("list")
def list_subjects() -> None:
    """The subjects of which something waits, and what waits for a second person."""
    with platform().database.reading() as session:
        found, count = views.stuck(session)
        waiting = steps.open_steps(session)
    for one in found:
        since = f"{one.since:%Y-%m-%d %H:%M}"
        click.echo(
            f"{one.stream} {one.subject}  since {since}: {one.held} held, {one.parked} parked, {one.differ} differ"
        )
    if count > len(found):
        click.echo(f"and {count - len(found)} more")
    for step in waiting:
        click.echo(table.waits(step))


@subject_group.command("show")
@_of_subject
def show(stream: str, subject: UUID) -> None:
    """Where a subject stands, its events here and at its publisher, and what is parked of it."""
    found = _run(lambda session: views.view(session, stream, subject))
    click.echo(f"stands at {found.place}; {found.held} held, {len(found.parked)} parked, {found.differ} differ")
    for line in found.lines:
        click.echo(
            f"{line.place}  {line.message_id}  {line.type or '-'}  here: {line.ours or 'absent'}  there: {line.theirs or '?'}"
        )
    for row in found.parked:
        at = f"; the log says more at the event {row.message_id}" if row.message_id else ""
        click.echo(f"parked {row.id}  ({row.epoch}, {row.sequence})  {row.reason}{at}")
    if found.told is None or found.told.told_at is None:
        click.echo("its publisher has told nothing of it: `subject ask`")


@subject_group.command("epoch")
@click.argument("publisher")
@click.argument("epoch", type=click.IntRange(min=1))
@_BY
@_REASON
def epoch_back(publisher: str, epoch: int, by: str, reason: str) -> None:
    """Ask a second person to take back an epoch that a publisher announced and never began; EPOCH: the one that is true."""
    step = _run(lambda session: steps.ask_for_epoch(session, publisher, epoch, f"operator:{by}", reason, now=utc_now()))
    click.echo(table.waits(step))


def _command(step: table.Step) -> click.Command:
    """The command of a step: what it is about, who does it and, where it needs one, the reason."""

    def run(by: str, stream: str = "", reason: str = "", **named: UUID) -> None:
        [about] = named.values()
        click.echo(step.told(_done(step, About(id=about, stream=stream), by, reason)))

    named = {"subject": _of_subject, "parked": _PARKED, "step": _STEP}[step.kind]
    return click.command(step.name, help=step.help)(named(_BY((_REASON if step.needs_reason else _as_it_is)(run))))


def _as_it_is(command: Command) -> Command:
    return command


for _step in table.STEPS:
    _group = parked_group if _step.kind == "parked" else subject_group
    if _step.name not in _group.commands:
        _group.add_command(_command(_step))
