"""Start, stop and describe the processes of one installation."""

import os
import subprocess
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import TypedDict
from urllib.request import urlopen

from deploy import SERVICES, sample
from deploy.environment import load_secrets
from deploy.local import roles
from deploy.local.roles import APPLICATION_ROLES, REPOSITORY, ROLES
from deploy.local.state import Asked, State, changing, read
from deploy.servers import postgres, rabbitmq
from deploy.servers.databases import create_databases
from deploy.servers.processes import (
    LOOPBACK,
    CannotStartError,
    Process,
    answers,
    find,
    free_block,
    last_lines,
    spawn,
    wait_until,
)

START_TIMEOUT = 60
#: Longer than gunicorn lets requests go on (graceful_timeout).
STOP_TIMEOUT = 30
#: Only a whole start makes the sample people; a role that is started alone finds them there.
SAMPLED = {"postgres", "cases.web", "partners.web"}


class Installation(TypedDict):
    """Where everything is, as `up --json` and `status --json` print it. `pids`, by role, has only what runs; `ports` and
    `databases` are by service; the last four are paths.
    """

    url: str
    pids: dict[str, int]
    ports: dict[str, int]
    databases: dict[str, str]
    broker: str
    logs: str
    outbox: str
    documents: str
    credentials: str


def up(root: Path, asked: Asked, wanted: Collection[str]) -> Installation:
    """Start of the `wanted` roles what does not run yet, in the order of their dependence, and describe the whole.

    The databases are made and migrated whenever a database server is wanted.
    Raises `CannotStartError` with the reason; what was started until then stays, for `down`.
    """
    with changing(root, new=True) as state:
        _adopt(state, asked)
        _start_servers(root, state, wanted)
        if "postgres" in wanted:
            passwords = load_secrets(root)["database_passwords"]
            made = create_databases(roles.admin_url(root, state), passwords)
            state.databases = {service: each.app for service, each in made.items()}
            _migrate(root, state, [service for service in SERVICES if f"{service}.web" in wanted])
        for role in (role for role in APPLICATION_ROLES if role in wanted and not _runs(state, role)):
            _start(role, root, state)
        _wait_until_ready(root, state, wanted)
        if SAMPLED.issubset(wanted):
            given = {service: roles.variables_of(service, root, state) for service in SERVICES}
            sample.create(given, roles.public_url(state), root / "credentials.json")
    return describe(root)


def run(role: str, root: Path) -> None:
    """Become that role's process, in the foreground. Never returns."""
    with changing(root) as state:
        if _runs(state, role):
            raise CannotStartError(f"{role} runs already with pid {state.processes[role].pid}.")
        argv, env = roles.command(role, root, state), roles.variables(role, root, state)
        me = find(os.getpid())
        if me:
            state.processes[role] = me
    os.chdir(REPOSITORY)
    os.execvpe(argv[0], argv, env)  # noqa: S606 - this is the purpose


def down(root: Path) -> None:
    """End everything, the servers last; data and logs stay."""
    with changing(root) as state:
        running = [role for role in reversed(APPLICATION_ROLES) if _runs(state, role)]
        for role in running:
            state.processes[role].send(15)
        for role in running:
            state.processes[role].end()
        if state.broker_url is None:
            roles.rabbitmq_of(root, state).stop()
        if state.database_url is None:
            roles.postgres_of(root, state).stop()
        state.processes = {}


def renew(root: Path, services: Collection[str]) -> None:
    """Start each of these anew, with the code that is there now, so that no request of a client fails: the new web process
    is ready before the old one is asked to end, on the same port. Workers end and begin: what they do waits meanwhile.

    Raises `CannotStartError` if a new web process does not come up; the old one then goes on.
    """
    with changing(root) as state:
        for service in services:
            _renew_web(f"{service}.web", root, state)
            for role in (f"{service}.{kind}" for kind in ("worker", *roles.PARTS)):
                if _runs(state, role):
                    state.processes[role].end()
                    _start(role, root, state)


def _renew_web(role: str, root: Path, state: State) -> None:
    if not _runs(state, role):
        raise CannotStartError(f"{role} does not run: `up` starts it.")
    before, port, log = state.processes[role], free_block(1), roles.log_of(role, root)
    env = roles.variables(role, root, state) | {"HEALTH_PORT": str(port)}
    after = spawn(roles.command(role, root, state), log=log, env=env, folder=REPOSITORY)
    wait_until(partial(_ready_or_ended, after, f"http://{LOOPBACK}:{port}/readyz"), START_TIMEOUT)
    if not after.alive:
        raise CannotStartError(
            f"The new {role} did not start, the old one goes on; the end of {log}:\n{last_lines(log)}"
        )
    state.processes[role] = after
    before.end(timeout=STOP_TIMEOUT)


def describe(root: Path) -> Installation:
    state = read(root)
    return {
        "url": roles.public_url(state),
        "pids": {role: state.processes[role].pid for role in ROLES if _runs(state, role)},
        "ports": {service: roles.web_port(service, state) for service in SERVICES},
        "databases": state.databases,
        "broker": roles.broker_url(root, state),
        "logs": str(root / "logs"),
        "outbox": str(root / "outbox"),
        "documents": str(root / "documents"),
        "credentials": str(root / "credentials.json"),
    }


def _adopt(state: State, asked: Asked) -> None:
    """Ports and URLs may change between two starts, but not under running processes."""
    new = {name: value for name, value in asked.items() if value not in (None, getattr(state, name))}
    if new and any(_runs(state, role) for role in ROLES):
        raise CannotStartError(f"Run `down` first: {', '.join(new)} cannot change while processes run.")
    for name, value in new.items():
        setattr(state, name, value)


def _start_servers(root: Path, state: State, wanted: Collection[str]) -> None:
    if "postgres" in wanted and state.database_url is None:
        database = roles.postgres_of(root, state)
        started = postgres.start(database.root, database.port, log=roles.log_of("postgres", root))
        _note(state, "postgres", started.pid)
    if "rabbitmq" in wanted and state.broker_url is None:
        node = roles.rabbitmq_of(root, state)
        _note(state, "rabbitmq", rabbitmq.start(node.root, node.port, log=roles.log_of("rabbitmq", root)).pid)


def _note(state: State, role: str, pid: int) -> None:
    if process := find(pid):
        state.processes[role] = process


def _migrate(root: Path, state: State, services: Collection[str]) -> None:
    """All at once: a migration is mostly the start of Python, and they share nothing."""
    running = {
        service: subprocess.Popen(
            roles.flask(service, "migrate"),
            cwd=REPOSITORY,
            env=roles.variables_of_migrate(service, root, state),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for service in services
    }
    said = {service: process.communicate()[0] for service, process in running.items()}
    failed = [service for service, process in running.items() if process.returncode]
    if failed:
        raise CannotStartError(f"The migrations of {failed[0]} failed:\n{said[failed[0]].strip()}")


def _start(role: str, root: Path, state: State) -> None:
    argv, env = roles.command(role, root, state), roles.variables(role, root, state)
    log = roles.log_of(role, root)
    state.processes[role] = spawn(argv, log=log, env=env, folder=REPOSITORY)


def _wait_until_ready(root: Path, state: State, wanted: Collection[str]) -> None:
    """Until every started process that answers HTTP does so with its database, and none has ended by itself."""
    addresses = {f"{service}.web": f"{roles.web_port(service, state)}/{service}/readyz" for service in SERVICES}
    for role in (role for role in APPLICATION_ROLES if role in wanted):
        process, address = state.processes[role], addresses.get(role)
        if role == "router":
            wait_until(partial(_answers_or_ended, process, state.base_port), START_TIMEOUT)
        elif address:
            wait_until(partial(_ready_or_ended, process, f"http://{LOOPBACK}:{address}"), START_TIMEOUT)
        if not process.alive:
            log = roles.log_of(role, root)
            raise CannotStartError(f"{role} did not start; the end of {log}:\n{last_lines(log)}")


def _answers_or_ended(process: Process, port: int) -> bool:
    return answers(port) or not process.alive


def _ready_or_ended(process: Process, address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except OSError:
        return not process.alive


def _runs(state: State, role: str) -> bool:
    process: Process | None = state.processes.get(role)
    return process is not None and process.alive
