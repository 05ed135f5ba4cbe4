"""Commands of partners. Each prints one JSON object; secrets are shown here once and kept as digests only."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import BinaryIO, TypeVar

import click
from sqlalchemy.orm import Session

from services.partners import data
from services.partners.actions import importing, loading, machines, people
from services.partners.actions.importing import ImportRefusedError
from services.partners.actions.machines import SCOPES
from services.partners.actions.receipts import Signer
from services.partners.queries import exports
from services.partners.schemas import exchange, imports
from services.partners.schemas.rows import COLUMNS
from shared.clock import utc_now
from shared.errors import Problem
from shared.platform import platform
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.typed import dump

T = TypeVar("T")
OPERATOR = Principal("operator:command")


@click.command("rotate-receipt-key")
def rotate_receipt_key() -> None:
    """Sign receipts with a new key from now on; the public halves of the former ones stay published at /partners/api/v1/keys."""
    here = platform()
    signer = Signer.of(here.settings, here.documents)
    if signer.ring is None:
        raise click.ClickException("DOCUMENT_RING_KEY is not set: this service has no keys of its own.")
    _say({"kid": signer.rotate(now=utc_now())})


@click.command("load-institutions")
def load_institutions() -> None:
    """Take the directory's data files over; safe to repeat."""
    here = platform()
    entries, relations = data.institutions(), data.relations()
    loaded = here.database.run(
        lambda session: loading.load(OPERATOR, session, here.documents, entries, relations, now=utc_now())
    )
    _say(asdict(loaded))


@click.group("institutions")
def directory() -> None:
    """The directory as a file."""


@directory.command("export")
@click.option("--format", "kind", type=click.Choice(["csv", "json"]), default="json")
@click.option("--part", type=click.Choice(["institutions", "relations"]), default="institutions", help="Of a CSV.")
def export(kind: str, part: str) -> None:
    """Write all bodies and relations to standard output."""
    parts = [part] if kind == "csv" else list(COLUMNS)
    for line in exports.lines(platform().database, exchange.writer(kind), parts):
        click.echo(line, nl=False)


@directory.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--apply", is_flag=True, help="Take it over; without it the command only says what would change.")
def import_file(file: BinaryIO, apply: bool) -> None:
    """Compare a CSV or JSON file with the directory, and take it over, whole or not at all."""
    here = platform()
    try:
        rows = exchange.read(file.read(exchange.LARGEST + 1))
        compared = _run(
            lambda session: importing.run(OPERATOR, session, here.documents, rows, apply=apply, now=utc_now())
        )
    except Problem as error:
        raise click.ClickException("; ".join(one["code"] for one in error.errors) or error.code) from error
    except ImportRefusedError as error:
        faults = (f"{row.part} {row.line}: {field} {code}" for row in error.refused for field, code in row.faults)
        raise click.ClickException("nothing was taken over\n" + "\n".join(faults)) from error
    _say(dump(imports.answer(compared, applied=apply)))


@click.group("partner-user")
def partner_user() -> None:
    """People of a body."""


@partner_user.command("add")
@click.option("--institution", required=True, help="The body's key, such as bashkia-elbasan.")
@click.option("--username", required=True)
@click.option("--role", type=click.Choice(["partner_user", "partner_admin"]), default="partner_user")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; else one is made.")
@click.option("--kept", is_flag=True, help="Its owner gave it: it need not be changed at the first log-in.")
def add_user(institution: str, username: str, role: str, password_stdin: bool, kept: bool) -> None:
    """Add a person; what waits for the body is delivered."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else people.new_password()
    once, now = not (kept and password_stdin), utc_now()
    user = _run(
        lambda session: people.add_user(OPERATOR, session, institution, username, role, password, once=once, now=now)
    )
    shown = {"id": str(user.id), "institution_id": str(user.institution_id), "username": user.username, "role": role}
    _say(shown if password_stdin else {**shown, "password": password})


@partner_user.command("password")
@click.option("--username", required=True)
def password_of(username: str) -> None:
    """Make a password for one log-in of a person who forgot theirs; all of their sessions end."""
    password = people.new_password()

    def work(session: Session) -> str:
        user = people.by_username(session, username)
        people.give_password(OPERATOR, session, user, password, now=utc_now())
        return user.username

    _say({"username": _run(work), "password": password})


@partner_user.command("deactivate")
@click.option("--username", required=True)
def deactivate_user(username: str) -> None:
    """Switch a person off; all of its sessions end."""
    user = _run(lambda session: people.deactivate_user(OPERATOR, session, username))
    _say({"id": str(user.id), "username": user.username, "active": user.active})


@click.group("partner-client")
def partner_client() -> None:
    """Machines of a body."""


@partner_client.command("add")
@click.option("--institution", required=True, help="The body's key.")
@click.option("--name", required=True, help="What the machine is, for the office's list.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="All if none is named.")
def add_client(institution: str, name: str, scopes: tuple[str, ...]) -> None:
    """Register a machine; what waits for the body is delivered."""
    held = list(dict.fromkeys(scopes or SCOPES))
    registered = _run(lambda session: machines.add_client(OPERATOR, session, institution, name, held, now=utc_now()))
    client = registered.client
    _say(
        {
            "id": str(client.id),
            "institution_id": str(client.institution_id),
            "client_id": client.client_id,
            "client_secret": registered.secret,
            "scopes": client.scopes,
        }
    )


@partner_client.command("deactivate")
@click.option("--client-id", required=True)
def deactivate_client(client_id: str) -> None:
    """Switch a machine off; all of its tokens end."""
    client = _run(lambda session: machines.deactivate_client(OPERATOR, session, client_id))
    _say({"id": str(client.id), "client_id": client.client_id, "active": client.active})


commands = (load_institutions, rotate_receipt_key, directory, partner_user, partner_client)


def _run(work: Callable[[Session], T]) -> T:
    try:
        return platform().database.run(work)
    except RuleViolation as error:
        raise click.ClickException(str(error)) from error


def _say(content: Mapping[str, object]) -> None:
    click.echo(json.dumps(content))
