"""The accounts of the office, by the person who runs the server: no page gives anyone a role."""

import json
import sys
from collections.abc import Callable

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from services.cases.actions import staff
from services.cases.models import StaffMember
from shared.access import STAFF
from shared.clock import utc_now
from shared.platform import platform
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.staff import StaffAccount

OPERATOR = Principal("operator:commands")
_ROLE = click.option("--role", "roles", multiple=True, required=True, type=click.Choice(sorted(STAFF)))
_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
_KEPT = click.option("--kept", is_flag=True, help="Its owner gave it: it need not be changed at the first log-in.")


staff_group = AppGroup("staff", help="Staff accounts.")


@staff_group.command("add")
@click.argument("username")
@_ROLE
@click.option("--name", help="As colleagues see it; the username if not given.")
@_STDIN
@_KEPT
def add(username: str, roles: tuple[str, ...], name: str | None, password_stdin: bool, kept: bool) -> None:
    """Make an account. Without --password-stdin a password is made and shown this once."""
    password, shown = _password(password_stdin)
    once = not (kept and password_stdin)

    def work(session: Session) -> StaffMember:
        return staff.add(OPERATOR, session, username, name or username, roles, password, once=once, now=utc_now())

    _do(work, shown)


@staff_group.command("roles")
@click.argument("username")
@_ROLE
def roles_of(username: str, roles: tuple[str, ...]) -> None:
    """Give an account exactly these roles; its sessions are over."""
    _do(lambda session: staff.change_roles(OPERATOR, session, username, roles, now=utc_now()))


@staff_group.command("title")
@click.argument("username")
@click.argument("form", type=click.Choice(["feminine", "masculine", "both"]))
def title_of(username: str, form: str) -> None:
    """How the function of an account is called where its owner signs a letter, as they want it."""
    said = None if form == "both" else form
    _do(lambda session: staff.change_title_form(OPERATOR, session, username, said))


@staff_group.command("deactivate")
@click.argument("username")
def deactivate(username: str) -> None:
    """Shut an account; its sessions are over everywhere."""
    _do(lambda session: staff.deactivate(OPERATOR, session, username, now=utc_now()))


@staff_group.command("password")
@click.argument("username")
@_STDIN
@_KEPT
def password_of(username: str, password_stdin: bool, kept: bool) -> None:
    """A new password for an account, for one log-in; its sessions are over."""
    password, shown = _password(password_stdin)
    once = not (kept and password_stdin)
    _do(lambda session: staff.change_password(OPERATOR, session, username, password, once=once, now=utc_now()), shown)


def _password(from_stdin: bool) -> tuple[str, dict[str, str]]:
    """The password, and what of it is shown."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n"), {}
    password = staff.new_password()
    return password, {"password": password}


def _do(work: Callable[[Session], StaffMember], shown: dict[str, str] | None = None) -> None:
    try:
        with platform().database.transaction() as session:
            member = work(session)
            account = session.get_one(StaffAccount, member.id)
            changed = {
                "id": str(member.id),
                "username": member.username,
                "roles": account.roles,
                "active": account.active,
            }
    except RuleViolation as error:
        raise click.ClickException(f"{error.code}: {error}") from error
    click.echo(json.dumps({**changed, **(shown or {})}))
