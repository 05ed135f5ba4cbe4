"""The whole platform as its users meet it: complaints accepted per second, what a page costs, what it takes of memory."""

import http.client
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from deploy.environment import load_secrets
from deploy.local import installation
from deploy.local.roles import USUAL
from deploy.local.state import State
from deploy.servers.databases import OWNER
from deploy.servers.processes import free_block
from tests.bench import bare
from tests.bench.figures import Figure, compare

CLIENTS = 4
REQUESTS = 600
ROWS = 100_000
FIGURES = "/cases/api/v1/public/compliance"
COMPLAINTS = "/intake/api/v1/complaints"
BODY = {
    "submitter": {"role": "child", "keep_secret": True},
    "narrative": "Fjalë shembull nga një fëmijë.",
    "language": "sq",
}


class Load:
    """Keep-alive connections straight to one service's web processes."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self._port = port
        self._headers = {"Content-Type": "application/json", **headers}

    def rate(self, method: str, path: str, body: Any = None, count: int = REQUESTS, answered: int = 2) -> float:
        """Answers per second over CLIENTS connections. Raises if the status of one does not begin with the digit `answered`."""
        raw = json.dumps(body) if body is not None else None
        wrong: list[int] = []

        def client() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            for _ in range(count // CLIENTS):
                connection.request(method, path, body=raw, headers=self._headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status // 100 != answered:
                    wrong.append(answer.status)

        threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if wrong:
            raise RuntimeError(f"{method} {path}: {len(wrong)} answers such as {wrong[0]}")
        return count / (time.perf_counter() - began)

    def mark(self, path: str) -> str:
        """The ETag of what is answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request("GET", path, headers=self._headers)
        return str(connection.getresponse().getheader("ETag"))

    def get(self, path: str) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request("GET", path, headers=self._headers)
        return json.loads(connection.getresponse().read())


def measure(rounds: int, say: Callable[[str], None]) -> None:
    """Start an installation of its own, measure, end it."""
    with tempfile.TemporaryDirectory(prefix="besa-bench-") as folder:
        Path(folder).chmod(0o755)
        root = Path(folder) / "installation"
        told = installation.up(root, {"base_port": free_block(9)}, USUAL)
        try:
            _measure(told, json.loads((root / "credentials.json").read_text()), rounds, say)
        finally:
            installation.down(root)


def _measure(told: dict[str, Any], credentials: dict[str, Any], rounds: int, say: Callable[[str], None]) -> None:
    say(
        f"memory of the whole platform, idle (proportional set size): {_memory(told['pids']):.0f} MB in {len(told['pids'])} roles"
    )
    officer = {"Authorization": f"Bearer {credentials['staff']['intake_officer']['token']}"}
    public, staff = Load(told["ports"]["intake"], {}), Load(told["ports"]["intake"], officer)
    owner = _owner(told)
    _lift_limits(owner)
    with bare.serving(owner, State.web_workers) as port:
        peer = Load(port, {})
        for figure in _beside_bare(owner, public, staff, peer, rounds):
            say(figure.line())
        say(_unchanged(told["ports"]["cases"], peer, f"/complaints/{public_id(staff)}", rounds).line())
    first, last = f"{COMPLAINTS}?limit=50", _last_page(staff)
    say(
        _pair(
            f"list of {ROWS:,} complaints: last page / first page", ">= 0.90", rounds, (staff, last), (staff, first)
        ).line()
    )
    say(f"memory after that load: {_memory(told['pids']):.0f} MB")


def _beside_bare(owner: str, public: Load, staff: Load, peer: Load, rounds: int) -> Iterator[Figure]:
    """What takes a complaint, shows one, and lists them, beside a bare server over the same database (design, section 12)."""
    yield compare(
        "complaints accepted, sealed and told / bare insert", ">= 0.20", rounds,
        lambda: public.rate("POST", COMPLAINTS, BODY), lambda: peer.rate("POST", "/complaints", BODY),
    )  # fmt: skip
    complaint = public_id(staff)
    one, bare_one = (staff, f"{COMPLAINTS}/{complaint}"), (peer, f"/complaints/{complaint}")
    yield _pair("one complaint / bare", ">= 0.25", rounds, one, bare_one)
    _fill(owner)
    yield _pair(
        "50 complaints / bare", ">= 0.40", rounds, (staff, f"{COMPLAINTS}?limit=50"), (peer, "/complaints?limit=50")
    )


def _unchanged(cases: int, peer: Load, bare_one: str, rounds: int) -> Figure:
    """The published figures for whoever has them; design.md, section 12: a thousand a second, where bare were 3,600."""
    has = Load(cases, {"If-None-Match": Load(cases, {}).mark(FIGURES)})
    return compare(
        "published figures that did not change (304) / one bare", ">= 0.28", rounds,
        lambda: has.rate("GET", FIGURES, answered=3), lambda: peer.rate("GET", bare_one),
    )  # fmt: skip


def _pair(name: str, bar: str, rounds: int, ours: tuple[Load, str], limit: tuple[Load, str]) -> Figure:
    """Two pages asked for in turn, each of the server that it belongs to."""
    asked = [lambda load=load, path=path: load.rate("GET", path, count=REQUESTS // 2) for load, path in (ours, limit)]
    return compare(name, bar, rounds, *asked)


def public_id(staff: Load) -> str:
    return str(staff.get("/intake/api/v1/complaints?limit=1")["items"][0]["id"])


def _memory(pids: dict[str, int]) -> float:
    """Megabytes of all processes below those of the roles, shared pages counted once (PSS)."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    waiting, total = list(pids.values()), 0
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _owner(told: dict[str, Any]) -> str:
    """The URL of the role that owns the tables of intake, as `make up` keeps it."""
    secret = load_secrets(Path(told["credentials"]).parent)["database_passwords"]["intake"][OWNER]
    at = make_url(told["databases"]["intake"]).set(username="besa_intake", password=secret)
    return at.render_as_string(hide_password=False)


def _lift_limits(url: str) -> None:
    """All the load comes from one address, which the limit on complaints would stop: its counter is kept at zero."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION bench_no_limit() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN NEW.hits := 1; RETURN NEW; END $$"
            )
        )
        connection.execute(
            text(
                "CREATE OR REPLACE TRIGGER bench_no_limit BEFORE INSERT OR UPDATE ON rate_window"
                " FOR EACH ROW EXECUTE FUNCTION bench_no_limit()"
            )
        )
    engine.dispose()


def _fill(url: str) -> None:
    """Copies of one complaint, so that the list has ROWS of them."""
    engine = create_engine(url)
    with engine.begin() as connection:
        names = connection.execute(
            text(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'complaint' ORDER BY ordinal_position"
            )
        ).scalars()
        own = {
            "id": "gen_random_uuid()",
            "reference": "'A-2026-' || (2000000 + n) || '-0'",
            "locator": "'copy-' || n",
            "received_at": "received_at - n * interval '1 second'",
            "receipt_waiting": "NULL",
        }
        names = list(names)
        chosen = ", ".join(own.get(name, name) for name in names)
        connection.execute(
            text(
                f"INSERT INTO complaint ({', '.join(names)}) SELECT {chosen}"
                f" FROM (SELECT * FROM complaint LIMIT 1) AS one, generate_series(1, {ROWS}) AS n"
            )
        )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE complaint"))
    engine.dispose()


def _last_page(staff: Load) -> str:
    path = before = "/intake/api/v1/complaints?limit=200"
    while following := staff.get(path)["next"]:
        before = path = f"/intake/api/v1/complaints?limit=200&after={following}"
    return before.replace("limit=200", "limit=50")
