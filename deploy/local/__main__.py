"""`python -m deploy.local`: up, renew, run, down and status of one installation under a folder."""

import argparse
import json
import sys
from collections.abc import Collection
from pathlib import Path

from deploy import SERVICES
from deploy.local import installation
from deploy.local.installation import Installation
from deploy.local.roles import APART, ROLES, USUAL
from deploy.local.state import DEFAULT_PORT, Asked, State
from deploy.servers.processes import CannotStartError

DEFAULT_ROOT = Path("var/local")


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0, or 1 with one sentence on standard error."""
    options = _parser().parse_args(arguments)
    root = options.root.resolve()
    try:
        if options.command == "up":
            _show(installation.up(root, _asked(options), _wanted(options)), as_json=options.json)
        elif options.command == "status":
            _show(installation.describe(root), as_json=options.json)
        elif options.command == "run":
            installation.run(options.role, root)
        elif options.command == "renew":
            installation.renew(root, options.service or SERVICES)
        else:
            installation.down(root)
    except (CannotStartError, FileNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start everything that does not run yet")
    up.add_argument(
        "--base-port", type=int, help=f"of the router, {DEFAULT_PORT} at first; the next eight are used too"
    )
    up.add_argument("--database-url", help="an administrator of a running PostgreSQL, instead of a private one")
    up.add_argument("--broker-url", help="a running RabbitMQ, instead of a private one")
    up.add_argument("--web-workers", type=int, help=f"gunicorn workers per service, {State.web_workers} at first")
    up.add_argument(
        "--without", action="append", default=[], metavar="ROLE", help="leave out a role or a whole service"
    )
    up.add_argument("--only", action="append", default=[], metavar="ROLE", help="start this role or service only")
    up.add_argument("--apart", action="store_true", help="the parts of each worker as processes of their own")
    run = commands.add_parser("run", help="one role in the foreground")
    run.add_argument("role", choices=ROLES)
    renew = commands.add_parser("renew", help="start services anew, with the code that is there, without a gap")
    renew.add_argument(
        "service", nargs="*", choices=[*SERVICES, []], help="all four, one after the other, if none is named"
    )
    status = commands.add_parser("status", help="where everything is, and what runs")
    down = commands.add_parser("down", help="end everything")
    for command in (up, run, renew, status, down):
        command.add_argument("--root", type=Path, default=DEFAULT_ROOT)
    for command in (up, status):
        command.add_argument("--json", action="store_true", help="one JSON object on standard output")
    return parser


def _asked(options: argparse.Namespace) -> Asked:
    return {
        "base_port": options.base_port,
        "web_workers": options.web_workers,
        "database_url": options.database_url,
        "broker_url": options.broker_url,
    }


def _wanted(options: argparse.Namespace) -> list[str]:
    usual = APART if options.apart else USUAL
    left_out = _matching(options.without, ROLES)
    wanted = _matching(options.only, usual) or set(usual)
    return [role for role in ROLES if role in wanted - left_out]


def _matching(names: list[str], of_service: Collection[str]) -> set[str]:
    """The roles of these names; for the name of a service those `of_service` that are its own."""
    for name in names:
        if name not in {*ROLES, *SERVICES}:
            raise CannotStartError(f"No such role: {name}. Roles: {', '.join(ROLES)}.")
    return {role for role in ROLES if role in names or (role in of_service and role.split(".")[0] in names)}


def _show(described: Installation, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(described) + "\n")
        return
    sys.stdout.write(f"{described['url']}  (logs in {described['logs']}, log-ins in {described['credentials']})\n")
    for role, pid in described["pids"].items():
        sys.stdout.write(f"  {role:24} pid {pid}\n")


if __name__ == "__main__":
    sys.exit(main())
