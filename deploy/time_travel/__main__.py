"""`python -m deploy.time_travel`: walk a silent municipality and a silent regional directorate up every rung.

Ends with 1 and the reason where anything is not as the rules want it.
"""

import argparse
import logging
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from deploy.servers.processes import CannotStartError
from deploy.time_travel.walk import Walk
from deploy.time_travel.world import WalkError, private_world


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0, or 1 with the reason on standard error."""
    options = _parser().parse_args(arguments)
    began = time.monotonic()
    # What the services log of months in a minute belongs nowhere: the walk tells what matters.
    logging.disable(logging.CRITICAL)
    with ExitStack() as stack:
        root = options.root or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="besa-time-travel-")))
        try:
            root.mkdir(parents=True, exist_ok=True)
            with private_world(root.resolve()) as world:
                walk = Walk(world, _tell)
                walk.go()
        except (CannotStartError, WalkError, OSError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    _tell(f"\nAs expected, in {time.monotonic() - began:.0f} s.")
    return 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.time_travel", description=__doc__)
    parser.add_argument("--root", type=Path, help="an empty folder for its database; a temporary one if not given")
    return parser


if __name__ == "__main__":
    sys.exit(main())
