"""`python -m deploy.embedded`: start everything, play the story, keep serving (or end, with --once)."""

import argparse
import signal
import sys
import time
from pathlib import Path

from deploy import sample, story
from deploy.credentials import Credentials
from deploy.embedded.platform import Embedded, running
from deploy.servers.processes import CannotStartError
from shared.retry import SetBackError

DEFAULT_ROOT = Path("var/demo")
DECLARE = (
    "Nothing was started. If it is the right one: `besa --root {root} declare --by <name> --reason <why>`, then start it again;"
    " DatabaseSetBack in docs/runbook.md says more."
)


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0, or 1 with the reason on standard error."""
    options = _parser().parse_args(arguments)
    # SIGTERM ends it as Ctrl-C does, so that PostgreSQL is stopped and not left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _demonstrate(options.root.resolve(), options.port, once=options.once)
    except SetBackError as error:
        sys.stderr.write(f"{error}\n{DECLARE.format(root=options.root.resolve())}\n")
        return 1
    except (CannotStartError, story.StoryError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 0 if not options.once else 1


def _demonstrate(root: Path, port: int, *, once: bool) -> int:
    began = time.monotonic()
    _tell("Starting PostgreSQL, four services and their workers in one process")
    with running(root, port) as here:
        if here.republished:
            _tell(f"{here.republished} events that had not arrived when the last run ended are on their way again")
        credentials = sample.create(here.environments, here.url, root / "credentials.json")
        _tell(f"Ready after {time.monotonic() - began:.1f} s; the story begins")
        story.lay_out(here.url, credentials, _tell)
        sys.stdout.write(f"\n{story.play(here.url, credentials, _tell).text()}\n\n")
        if once:
            return 1 if here.died.is_set() else 0
        _introduce(here, credentials)
        here.died.wait()
    sys.stderr.write(f"A worker ended by itself; the reason is in {root / 'logs' / 'besa.log'}\n")
    return 1


def _introduce(here: Embedded, credentials: Credentials) -> None:
    _tell(f"Open {here.url}/  (Ctrl-C ends it; log-ins and tokens: {here.root / 'credentials.json'})")
    _tell(f"  Staff:    {here.url}/cases/login")
    for role, account in credentials["staff"].items():
        _tell(f"    {role:16} {account['username']:28} {account['password']}")
    _tell(f"  Partners: {here.url}/partners/login")
    for partner in credentials["partners"]:
        for user in partner["users"]:
            _tell(f"    {user['username']:28} {user['password']:26} {partner['name']}")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.embedded", description=__doc__)
    parser.add_argument("--once", action="store_true", help="end after the story")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--root", type=Path, default=DEFAULT_ROOT, help=f"where its data lies, {DEFAULT_ROOT} at first")
    return parser


if __name__ == "__main__":
    sys.exit(main())
