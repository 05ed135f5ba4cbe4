"""`parked` and `subject`: what a person does with subjects that are stuck, as on the page. A refusal is one sentence and ends with 1."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import click
from sqlalchemy.orm import Session

from shared.clock import utc_now
from shared.freeing import asking, moves, steps, versions, views
from shared.messaging import parked
from shared.messaging.inbox import Inbox
from shared.messaging.kept import ParkedEvent, SubjectStep
from shared.platform import Platform, platform
from shared.rules import NotFound, RuleViolation

T = TypeVar("T")
Command = Callable[..., Any]
_BY = click.option("--by", required=True, help="Who does it.")
_REASON = click.option("--reason", required=True)


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
    inbox, refused = inbox_of(platform()), 0
    for parked_id in (*parked_ids, *(_run(lambda session: parked.with_reason(session, code)) if code else ())):
        try:
            became = _run(lambda session, one=parked_id: moves.replay(session, inbox, one, f"operator:{by}"))  # type: ignore[misc]  # a lambda with a default
            click.echo(f"{parked_id}: {became}")
        except click.ClickException as refusal:
            refused += 1
            click.echo(f"{parked_id}: {refusal.message}", err=True)
    if refused:
        raise click.ClickException(f"{refused} could not be handled")


@parked_group.command("discard")
@click.argument("parked_id", type=click.UUID)
@_BY
@_REASON
def discard_parked(parked_id: UUID, by: str, reason: str) -> None:
    """Ask a second person to give a parked event up; what waited behind it goes on then."""
    _say(_run(lambda session: steps.ask_to_discard(session, parked_id, f"operator:{by}", reason, now=utc_now())))


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
        _say(step)


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
        click.echo(f"parked {row.id}  ({row.epoch}, {row.sequence})  {row.reason}")
    if found.told is None or found.told.told_at is None:
        click.echo("its publisher has told nothing of it: `subject ask`")


@subject_group.command("ask")
@_of_subject
@_BY
def ask(stream: str, subject: UUID, by: str) -> None:
    """Ask its publisher what it has of a subject; it answers within seconds."""
    here = platform()
    _run(lambda session: asking.ask(session, here.service, stream, subject, f"operator:{by}", now=utc_now()))
    click.echo("its publisher is asked; look again in a few seconds")


@subject_group.command("replay")
@_of_subject
@_BY
def replay(stream: str, subject: UUID, by: str) -> None:
    """Handle all again that is parked of a subject, in its order."""
    inbox = inbox_of(platform())
    count = _run(lambda session: moves.replay_all(session, inbox, stream, subject, f"operator:{by}"))
    click.echo(f"{count} replayed")


@subject_group.command("replace")
@_of_subject
@_BY
def replace(stream: str, subject: UUID, by: str) -> None:
    """Take again from its publisher what is parked of a subject, and what the publisher told and is not here."""
    here = platform()
    count = _run(lambda session: moves.replace(session, here.service, stream, subject, f"operator:{by}", now=utc_now()))
    click.echo(f"{count} events are asked for again")


@subject_group.command("skip")
@_of_subject
@_BY
@_REASON
def skip(stream: str, subject: UUID, by: str, reason: str) -> None:
    """Ask a second person to go on with the first held event, over what is missing or parked before it."""
    _say(_run(lambda session: steps.ask_to_skip(session, stream, subject, f"operator:{by}", reason, now=utc_now())))


@subject_group.command("theirs")
@_of_subject
@_BY
@_REASON
def theirs(stream: str, subject: UUID, by: str, reason: str) -> None:
    """Ask a second person to take the publisher's version and to give up what only we have."""
    _say(_run(lambda session: steps.ask_for_theirs(session, stream, subject, f"operator:{by}", reason, now=utc_now())))


@subject_group.command("ours")
@_of_subject
@_BY
@_REASON
def ours(stream: str, subject: UUID, by: str, reason: str) -> None:
    """Keep what only we have: somebody has seen to it, and it counts no more."""
    count = _run(lambda session: versions.keep_ours(session, stream, subject, f"operator:{by}", reason))
    click.echo(f"{count} events count no more")


@subject_group.command("agree")
@click.argument("step_id", type=click.UUID)
@_BY
def agree(step_id: UUID, by: str) -> None:
    """The second person: do what was asked for."""
    inbox = inbox_of(platform())
    step = _run(lambda session: steps.agree(session, inbox, step_id, f"operator:{by}", now=utc_now()))
    click.echo(f"{step.kind} was done")


@subject_group.command("refuse")
@click.argument("step_id", type=click.UUID)
@_BY
def refuse(step_id: UUID, by: str) -> None:
    """What was asked for is not to be done."""
    step = _run(lambda session: steps.refuse(session, step_id, f"operator:{by}", now=utc_now()))
    click.echo(f"{step.kind} was refused")


def _say(step: SubjectStep) -> None:
    click.echo(
        f"{step.kind} of {step.stream or 'no stream'} {step.subject or step.parked_id} waits for a second person:"
        f" subject agree {step.id} --by <name>"
    )
