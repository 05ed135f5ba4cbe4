"""A private RabbitMQ node under one folder, from installed binaries, beside whatever else runs on the machine.

It shares nothing with another node: own name, ports, cookie, data and epmd. The scripts in /usr/lib are called, not those in
/usr/sbin, which switch to the user rabbitmq and change the folder.
"""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kombu import Connection
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from deploy.servers.processes import (
    LOOPBACK,
    CannotStartError,
    Process,
    answers,
    find,
    last_lines,
    spawn,
    wait_until,
)

USER = "besa"
#: Debian and Ubuntu; the generic tarball unpacked under /opt or /usr/local.
PLACES = ("/usr/lib/rabbitmq/bin", "/opt/rabbitmq/sbin", "/usr/local/lib/rabbitmq/sbin")
INSTALL = "RabbitMQ is not installed: run `apt-get install rabbitmq-server`, or name a running one by URL."
INSTALLATION = ("install", "-y", "--no-install-recommends", "rabbitmq-server")
POLICY = Path("/usr/sbin/policy-rc.d")
APT_LOCK = Path("/run/lock/besa-apt.lock")
#: Offsets from the AMQP port.
DISTRIBUTION, EPMD = 1, 2


@dataclass(frozen=True)
class RabbitServer:
    """One node; takes three ports: `port` for AMQP, then distribution and epmd. `root` holds data, log and password."""

    root: Path
    port: int

    @property
    def url(self) -> str:
        return f"amqp://{USER}:{(self.root / 'password').read_text(encoding='ascii')}@{LOOPBACK}:{self.port}//"

    @property
    def pid(self) -> int:
        """Of the Erlang machine. Raises `CannotStartError` if it does not run."""
        process = _node(self.root)
        if process is None:
            raise CannotStartError(f"RabbitMQ under {self.root} does not run.")
        return process.pid

    def wait(self, timeout: float = 60) -> bool:
        """Until a client can log in and open a channel: the port opens about half a second before that."""
        return wait_until(lambda: answers(self.port) and opens_channel(self.url), timeout)

    def stop(self) -> None:
        """Clean stop of the node and of its epmd."""
        if process := _node(self.root):
            process.end(signal.SIGTERM, timeout=60)
        if epmd := _recorded(self.root / "epmd.pid", "epmd"):
            epmd.end(timeout=5)

    def kill9(self) -> None:
        """The node only: its epmd stays and is used again."""
        if process := _node(self.root):
            process.kill()

    def wipe(self) -> None:
        """Stop it and remove every queue, exchange, user and message."""
        self.stop()
        shutil.rmtree(self.root / "data", ignore_errors=True)


def start(root: Path, port: int, *, log: Path | None = None, timeout: float = 90) -> RabbitServer:
    """Start the node of `root`, made first if there is none; one that already runs there is left running.

    Raises `CannotStartError` with the end of its log if nobody can log in within `timeout` seconds.
    """
    root = root.resolve()
    server = RabbitServer(root, port)
    if _node(root):
        return server
    log = log or root / "log"
    starter = spawn(prepare(root, port), log=log, env=environment(root, port))
    wait_until(lambda: _node(root) is not None or not starter.alive, timeout)
    if not starter.alive or not server.wait(timeout):
        starter.kill()
        raise CannotStartError(f"RabbitMQ did not start; the end of {log}:\n{last_lines(log)}")
    return server


def prepare(root: Path, port: int) -> list[str]:
    """Write the configuration, start epmd, and return the command, which becomes the node (same pid)."""
    root = root.resolve()
    binaries = _binaries() or install()
    for name in ("data", "home", "logs"):
        (root / name).mkdir(parents=True, exist_ok=True)
    for taken in (port, port + DISTRIBUTION):
        if answers(taken):
            raise CannotStartError(f"Port {taken} on {LOOPBACK} is taken by another program: choose another base port.")
    # After a kill -9 it still names the dead node.
    (root / "pid").unlink(missing_ok=True)
    _configure(root, port)
    _start_epmd(root, port)
    return [str(binaries / "rabbitmq-server")]


def environment(root: Path, port: int) -> dict[str, str]:
    """What keeps the node apart from another one on the machine, and out of /etc and /var."""
    root = root.resolve()
    return {
        "PATH": f"{os.defpath}:/usr/sbin:/sbin:/usr/local/bin",
        "LC_ALL": "C.UTF-8",
        "HOME": str(root / "home"),
        "ERL_EPMD_PORT": str(port + EPMD),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        # Not made of the port: the data belongs to the name. Two of them do not meet, each has an epmd of its own.
        "RABBITMQ_NODENAME": "besa@localhost",
        "RABBITMQ_CONF_ENV_FILE": os.devnull,
        "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(port + DISTRIBUTION),
        "RABBITMQ_MNESIA_BASE": str(root / "data"),
        "RABBITMQ_LOG_BASE": str(root / "logs"),
        "RABBITMQ_PID_FILE": str(root / "pid"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(root / "generated"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(root / "enabled_plugins"),
        "RABBITMQ_CONFIG_FILE": str(root / "rabbitmq"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(root / "advanced"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
    }


def install() -> Path:
    """As root on Debian or Ubuntu: install the package without letting its script start a service. Returns its binaries.

    Raises `CannotStartError` that says what to install where that cannot be done.
    """
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotStartError(INSTALL)
    with _services_stay_off():
        if not (_binaries() or _apt_get(*INSTALLATION)):
            _apt_get("update")
            _apt_get(*INSTALLATION)
    binaries = _binaries()
    if not binaries:
        raise CannotStartError(INSTALL)
    return binaries


def _apt_get(*arguments: str) -> bool:
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=300", *arguments]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.returncode == 0


@contextmanager
def _services_stay_off() -> Iterator[None]:
    """One installer at a time, and Debian's own switch against starting services set, unless somebody set it already."""
    APT_LOCK.parent.mkdir(parents=True, exist_ok=True)
    with APT_LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ours = not POLICY.exists()
        if ours:
            POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
            POLICY.chmod(0o755)
        try:
            yield
        finally:
            if ours:
                POLICY.unlink()


def _binaries() -> Path | None:
    return next((Path(place) for place in PLACES if Path(place, "rabbitmq-server").exists()), None)


def _configure(root: Path, port: int) -> None:
    password, config = root / "password", root / "rabbitmq.conf"
    if not password.exists():
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24), encoding="ascii")
    config.touch(mode=0o600)
    lines = [
        f"listeners.tcp.default = {LOOPBACK}:{port}",
        f"default_user = {USER}",
        f"default_pass = {password.read_text(encoding='ascii')}",
        "default_user_tags.administrator = true",
        "log.file.level = warning",
        "log.console = false",
        "disk_free_limit.absolute = 50MB",
        "vm_memory_high_watermark.absolute = 1GB",
    ]
    config.write_text("\n".join(lines) + "\n", encoding="ascii")
    (root / "enabled_plugins").write_text("[].\n", encoding="ascii")


def _start_epmd(root: Path, port: int) -> None:
    """Our own child and not the one Erlang would daemonise: that one is found by no pid file and outlives the node."""
    if _recorded(root / "epmd.pid", "epmd") and answers(port + EPMD):
        return
    env = environment(root, port)
    epmd = spawn(["epmd", "-port", env["ERL_EPMD_PORT"], "-address", LOOPBACK], log=root / "log", env=env)
    if not wait_until(lambda: answers(port + EPMD), 10):
        raise CannotStartError(f"Erlang's epmd did not start on port {port + EPMD}: is the port taken?")
    (root / "epmd.pid").write_text(str(epmd.pid), encoding="ascii")


def _node(root: Path) -> Process | None:
    return _recorded(root / "pid", "beam.smp")


def _recorded(pid_file: Path, program: str) -> Process | None:
    """The process that a pid file names, if it still is that program."""
    try:
        pid = int(pid_file.read_text(encoding="ascii"))
        name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    return find(pid) if name == program else None


def opens_channel(url: str) -> bool:
    """Whether a client can log in there and open a channel."""
    try:
        with Connection(url, connect_timeout=3) as connection:
            connection.channel().close()
    except (OSError, BrokerError, KombuError, *Connection("amqp://").connection_errors):
        return False
    return True
