"""`python -m deploy.embedded.dev`: the embedded platform, started anew when a source changes, with werkzeug's debugger.

This process holds PostgreSQL and imports no service, so that a mistake in one cannot end it. It ends and starts another,
`deploy.embedded.debugged`, which holds apps and workers.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from deploy.embedded.ground import ground
from deploy.servers.processes import CannotStartError

DEFAULT_ROOT = Path("var/dev")
SOURCES = ("deploy", "services", "shared")
#: What a process reads once. A template is none of it: Jinja looks whether it has changed.
READ_ONCE = {".py", ".yaml", ".csv", ".typ", ".mo"}
LOOK_EVERY = 0.5
STOP_TIMEOUT = 30


def main() -> int:
    """The exit status: 0, or 1 with the reason on standard error."""
    options = _parser().parse_args()
    root = options.root.resolve()
    # SIGTERM ends it as Ctrl-C does, so that PostgreSQL is stopped and not left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with ground(root, options.port):
            while True:
                _run_until_a_change(root, options.port)
    except CannotStartError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _run_until_a_change(root: Path, port: int) -> None:
    before = _sources()
    command = [sys.executable, "-m", "deploy.embedded.debugged", str(root), str(port), str(os.getpid())]
    inner = subprocess.Popen(command)
    try:
        while (now := _sources()) == before:
            time.sleep(LOOK_EVERY)
    finally:
        _end(inner)
    changed = sorted({path for path, _ in before.items() ^ now.items()})
    sys.stdout.write(f"{', '.join(changed)} changed: starting anew\n")
    sys.stdout.flush()


def _sources() -> Mapping[str, int]:
    """When each file was written."""
    paths = (path for folder in SOURCES for path in Path(folder).rglob("*") if path.suffix in READ_ONCE)
    return {str(path): path.stat().st_mtime_ns for path in paths if path.exists()}


def _end(inner: subprocess.Popen[bytes]) -> None:
    """Asked first, though nothing is lost by a kill -9 either (see `republish`)."""
    inner.terminate()
    try:
        inner.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        inner.kill()
        inner.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.embedded.dev", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--root", type=Path, default=DEFAULT_ROOT, help=f"where its data lies, {DEFAULT_ROOT} at first")
    return parser


if __name__ == "__main__":
    sys.exit(main())
