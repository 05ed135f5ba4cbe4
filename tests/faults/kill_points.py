"""Kills a process on the way into its n-th `sendto`: between any two messages to a server, with no hook in the code.

Random kills miss what matters: the moment between a commit and its acknowledgement is some microseconds long.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from deploy.servers.processes import Process, find, last_lines
from tests.faults.stage import Stage
from tests.waiting import wait_until

MISSING = (
    "The kill points need strace and the right to trace: `apt-get install strace`; in a container --cap-add=SYS_PTRACE."
)
#: How long a process that has nothing left to do is watched for the message at which it should die.
AFTERMATH = 0.7


def ready() -> bool:
    """Whether a program can be traced here; strace is installed first if that can be done."""
    if not shutil.which("strace") and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends", "strace"]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            subprocess.run(["apt-get", "update"], capture_output=True, check=False)
            subprocess.run(install, capture_output=True, check=False)
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


def sweep(stage: Stage, role: str, mutant: str = "", until: Callable[[], bool] = lambda: False) -> list[int]:
    """Kill a `role` once at every message of its cycle, or until `until` holds; leave one running.

    Returns the numbers of the messages at which it died. One that was killed after its work may have none left to die at.
    """
    died = []
    for number in cycle(stage, role, mutant):
        _give_work(stage, role)
        traced = _start(stage, role, mutant, _strace(f"inject=sendto:signal=SIGKILL:when={number}"))
        _wait_until_done(stage, role, traced)
        if not traced.alive:
            died.append(number)
        _end(traced)
        stage.forget(traced)
        if until():
            break
    stage.start(role, mutant=mutant)
    return died


def cycle(stage: Stage, role: str, mutant: str = "") -> list[int]:
    """The numbers, counted from the process's first `sendto`, of all messages from taking up its work to the work's end."""
    _give_work(stage, role)
    trace = stage.output.with_suffix(".trace")
    traced = _start(stage, role, mutant, _strace("signal=none", "-s", "300", output=str(trace)))
    _wait_until_done(stage, role, traced)
    assert traced.alive, f"no {role} came up under strace:\n{last_lines(stage.output)}"
    _end(traced)
    stage.forget(traced)
    return _between(_messages(trace), role, stage.queue)


def _start(stage: Stage, role: str, mutant: str, strace: list[str]) -> Process:
    """With one thread, since strace counts the calls of each thread apart."""
    return stage.start(role, mutant=mutant, before=strace, writers=1)


def _strace(expression: str, *options: str, output: str = os.devnull) -> list[str]:
    return ["strace", "-f", "-qq", "-o", output, "-e", "trace=sendto", "-e", expression, *options]


def _between(messages: list[str], role: str, queue: str) -> list[int]:
    """Messages are numbered from 1, as strace's `when` counts them."""

    def numbers(pattern: str) -> list[int]:
        return [number for number, message in enumerate(messages, 1) if re.search(pattern, message)]

    if role == "relay":
        # From its first read of the outbox to the read that finds nothing.
        first, last = numbers("SELECT id, message_id")[:2]
    elif role == "consumer":
        # From the first message after basic.consume to the one after the last commit.
        first, last = numbers(re.escape(queue))[-1] + 1, numbers("COMMIT")[-1] + 1
    else:
        first, last = (numbers("INSERT INTO fact")[turn] for turn in (0, 1))
    return list(range(first, last + 1))


def _messages(trace: Path) -> list[str]:
    """Of the process's first thread, which does all the work and whose calls strace counts apart."""
    lines = [line.split(maxsplit=1) for line in trace.read_text(encoding="utf-8", errors="replace").splitlines()]
    return [call for pid, call in lines if pid == lines[0][0] and call.startswith("sendto(")]


def _give_work(stage: Stage, role: str) -> None:
    """Events, brought to where `role` finds them, unless a kill has left some. A writer makes its own.

    One for a consumer: it takes several in one transaction or in two, by chance, and the numbers would shift.
    """
    if role == "relay" and stage.unpublished() == 0:
        stage.commit(2)
    if role == "consumer" and not _within(1, lambda: stage.ready() > 0):
        stage.commit()
        wait_until(lambda: stage.ready() > 0, "the event is in the queue", 60)


def _wait_until_done(stage: Stage, role: str, traced: Process) -> None:
    """Until the process is dead, or has done the work at hand and nothing more for `AFTERMATH` seconds."""
    began = stage.acknowledged(0)

    def done() -> bool:
        if role == "relay":
            return stage.unpublished() == 0
        return stage.acknowledged(0) > began + 1 if role == "writer" else stage.ready() == 0

    wait_until(lambda: not traced.alive or done(), f"the {role} does its work", 60)
    _within(AFTERMATH, lambda: not traced.alive)


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether it comes true in that time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _end(tracer: Process) -> None:
    """End the traced process; its tracer follows. (A tracer that is asked to end would let its process run on.)"""
    children = Path(f"/proc/{tracer.pid}/task/{tracer.pid}/children")
    with suppress(FileNotFoundError):
        for pid in children.read_text(encoding="ascii").split():
            if traced := find(int(pid)):
                traced.end(timeout=30)
    tracer.wait_gone(10)
