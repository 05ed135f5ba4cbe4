"""Processes that outlive the command which started them, told apart from later ones that got the same pid.

A pid alone is not enough to signal: after a crash the number may belong to somebody else's program. Linux only (/proc).
"""

import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
POLL = 0.05


class CannotStartError(RuntimeError):
    """Says in one sentence what is missing or in the way, and what to do about it."""


@dataclass(frozen=True)
class Process:
    """A pid and its start time in clock ticks since boot, which together never name two processes."""

    pid: int
    started: int

    @property
    def alive(self) -> bool:
        return find(self.pid) == self

    def send(self, number: int) -> None:
        """Signal it; a process that is gone already is no error."""
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def wait_gone(self, timeout: float) -> bool:
        return wait_until(lambda: not self.alive, timeout)

    def end(self, number: int = signal.SIGTERM, timeout: float = 20) -> bool:
        """Ask with `number`, then kill after `timeout` seconds. True if it went by itself."""
        self.send(number)
        if self.wait_gone(timeout):
            return True
        self.kill()
        return False

    def kill(self) -> None:
        """SIGKILL, and return only when the kernel has taken it: a restart must not meet the dying one."""
        self.send(signal.SIGKILL)
        self.wait_gone(10)


def find(pid: int) -> Process | None:
    """The running process of that pid; None if it is gone or a zombie (which nobody may ever reap in a container).

    A zombie that still has threads is not gone: they hold its ports and files until the last one is dead.
    """
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        # The name in parentheses may hold spaces, so fields are counted from behind it: state is the 3rd, start the 22nd.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" and threads <= 1 else Process(pid, int(fields[19]))


def spawn(command: Sequence[str], *, log: Path, env: Mapping[str, str], folder: Path | None = None) -> Process:
    """Start `command` in a session of its own, output appended to `log`.

    posix_spawn and not Popen: a Popen object that is dropped while its process runs warns, and warnings fail our tests.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    argv = [*(["env", f"--chdir={folder}"] if folder else []), *command]
    append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(log), append, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    try:
        pid = os.posix_spawnp(argv[0], argv, dict(env), file_actions=actions, setsid=True)
    except FileNotFoundError as error:
        raise CannotStartError(f"The program {argv[0]} is not installed.") from error
    return find(pid) or Process(pid, 0)


def wait_until(condition: Callable[[], bool], timeout: float) -> bool:
    """Poll `condition` until it holds; False after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True


def answers(port: int, host: str = LOOPBACK) -> bool:
    """Whether something accepts TCP connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def free_block(count: int) -> int:
    """The first of `count` neighbouring ports that nobody listens on now; another program may still take one.

    Below the range from which the kernel gives ports to outgoing connections, which would take one sooner or later.
    """
    for _ in range(200):
        first = secrets.randbelow(10_000) + 20_000
        if not any(answers(port) for port in range(first, first + count)):
            return first
    raise CannotStartError(f"No {count} free neighbouring ports were found between 20000 and 30000.")


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log, for a message that has to say why something did not start."""
    if not log.exists():
        return "(no log)"
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
