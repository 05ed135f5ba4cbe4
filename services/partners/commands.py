"""Commands of partners. Each prints one JSON object; secrets are shown here once and kept as digests only."""

import json
import re
import secrets
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from services.partners import data, domain
from services.partners.actions import loading, machines, people
from services.partners.actions.machines import SCOPES
from shared.platform import platform
from shared.rules import RuleViolation

OPERATOR = "operator:command"
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}\Z")


@click.command("load-institutions")
def load_institutions() -> None:
    """Take the directory's data files over; safe to repeat."""
    here = platform()
    today = domain.local_date(datetime.now(UTC))
    entries, relations = data.institutions(), data.relations()
    loaded = here.database.run(
        lambda session: loading.load(session, here.documents, entries, relations, OPERATOR, today)
    )
    _say(asdict(loaded))


@click.group("partner-user")
def partner_user() -> None:
    """People of a body."""


@partner_user.command("add")
@click.option("--institution", required=True, help="The body's key, such as bashkia-elbasan.")
@click.option("--username", required=True)
@click.option("--role", type=click.Choice(["partner_user", "partner_admin"]), default="partner_user")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; else one is made.")
def add_user(institution: str, username: str, role: str, password_stdin: bool) -> None:
    """Add a person; what waits for the body is delivered."""
    if not _USERNAME.fullmatch(username):
        raise click.ClickException("a username has 2 to 64 of a-z 0-9 . _ @ - and begins with a letter or digit")
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(15)
    user = _run(lambda session: people.add_user(session, institution, username, role, password, OPERATOR))
    shown = {"id": str(user.id), "institution_id": str(user.institution_id), "username": user.username, "role": role}
    _say(shown if password_stdin else {**shown, "password": password})


@partner_user.command("deactivate")
@click.option("--username", required=True)
def deactivate_user(username: str) -> None:
    """Switch a person off; all of its sessions end."""
    user = _run(lambda session: people.deactivate_user(session, username, OPERATOR))
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
    made = _run(lambda session: machines.add_client(session, institution, name, held, OPERATOR))
    client = made.client
    _say(
        {
            "id": str(client.id),
            "institution_id": str(client.institution_id),
            "client_id": client.client_id,
            "client_secret": made.secret,
            "scopes": client.scopes,
        }
    )


@partner_client.command("deactivate")
@click.option("--client-id", required=True)
def deactivate_client(client_id: str) -> None:
    """Switch a machine off; all of its tokens end."""
    client = _run(lambda session: machines.deactivate_client(session, client_id, OPERATOR))
    _say({"id": str(client.id), "client_id": client.client_id, "active": client.active})


commands = (load_institutions, partner_user, partner_client)


def _run(work: Any) -> Any:
    try:
        return platform().database.run(work)
    except RuleViolation as error:
        raise click.ClickException(str(error)) from error


def _say(content: dict[str, Any]) -> None:
    click.echo(json.dumps(content))
