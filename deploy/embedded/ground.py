"""What an embedded platform stands on: the folder that is its alone, a free port, and a private PostgreSQL."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.servers import postgres
from deploy.servers.processes import LOOPBACK, CannotStartError, answers, free_block


@contextmanager
def ground(root: Path, port: int) -> Iterator[postgres.PostgresServer]:
    """Until the block ends. Raises `CannotStartError` if another platform uses `root` or the port is taken."""
    root.mkdir(parents=True, exist_ok=True)
    with _only_one(root):
        if answers(port):
            raise CannotStartError(f"Port {port} on {LOOPBACK} is taken: choose another with `make demo PORT=8001`.")
        place = root / "postgres"
        # After a kill -9 of the process that started it, PostgreSQL still runs, and is used as it is.
        server = postgres.running(place) or postgres.start(place, free_block(1), log=root / "logs" / "postgres.log")
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _only_one(root: Path) -> Iterator[None]:
    """The lock goes with the process, also by kill -9."""
    with (root / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStartError(f"A demonstration already runs under {root}: stop it first.") from error
        yield
