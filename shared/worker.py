"""The processes that are not web: relay, consumer, timers, sealer, alone or as supervised threads of one worker."""

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from functools import partial
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import WSGIEnvironment

from shared.audit import sealer
from shared.health import WELL, exposition, state
from shared.messaging.consumer import EventConsumer
from shared.messaging.inbox import world_at_fault
from shared.messaging.relay import Relay
from shared.platform import NotGivenError, Platform
from shared.pooled import demand_direct
from shared.retry import SetBackError
from shared.signals import stop_on_signals
from shared.witness import beating

log = logging.getLogger(__name__)

Part = Callable[[Platform, threading.Event], None]


def relay(platform: Platform, stop: threading.Event) -> None:
    Relay(platform.settings, stop, platform.guard).run()


def consume(platform: Platform, stop: threading.Event) -> None:
    EventConsumer(platform.settings, platform.database, platform.subscriptions, platform.documents.get, stop).run()


def timers(platform: Platform, stop: threading.Event) -> None:
    platform.timers.run(platform, stop)


def seal(platform: Platform, stop: threading.Event) -> None:
    sealer.run(platform.service, platform.sealer, platform.notary, stop)


def witness(platform: Platform, stop: threading.Event) -> None:
    if platform.guard:
        beating.run(platform.guard, stop)
    else:
        stop.wait()


PARTS: dict[str, Part] = {"relay": relay, "consume": consume, "timers": timers, "seal": seal, "witness": witness}
#: What a whole worker runs. Sealer and witness are threads of their own, since a slow timer may not hold them up.
WHOLE = tuple(PARTS)
#: What a part works with besides the database of the app: the variable, and the member of the settings.
OWN_ROLES = {"relay": ("RELAY_URL", "relay_url"), "seal": ("SEALER_URL", "sealer_url")}
#: Seconds between two looks at a database that was set back.
AGAIN = 1.0


def supervise(platform: Platform, parts: tuple[str, ...], stop: threading.Event | None = None) -> int:
    """Run `parts` until a signal or `stop`; returns the exit status, 1 as soon as one of them dies.

    Raises before anything runs `NotGivenError` if a part was not given its role in the database, `PooledError` if it would keep no lock.
    """
    of_app = "DIRECT_DATABASE_URL" if platform.settings.pooled_url else "DATABASE_URL"
    addresses = {of_app: platform.settings.database_url}
    for variable, member in (OWN_ROLES[part] for part in parts if part in OWN_ROLES):
        addresses[variable] = getattr(platform.settings, member)
        if not addresses[variable]:
            raise NotGivenError(variable)
    stop = stop or stop_on_signals()
    platform.documents.begin()
    _wait_until_serving(platform, addresses, stop)
    died = threading.Event()

    def run(part: Part) -> None:
        try:
            part(platform, stop)
        except Exception:
            log.exception("part_died")
        finally:
            if not stop.is_set():
                died.set()
                stop.set()

    threads = [threading.Thread(target=run, args=(PARTS[name],), name=name) for name in parts]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(timeout=20)
    return 1 if died.is_set() else 0


def _wait_until_serving(platform: Platform, addresses: Mapping[str, str], stop: threading.Event) -> None:
    """Nothing is done with a database that was set back, or that is away; declared or back, work begins here without a restart."""
    while not stop.is_set():
        demand_direct(addresses, platform.settings.waits)
        try:
            platform.database.refuse_unsafe()
        except SetBackError as error:
            log.error("set_back", extra={"code": error.kind})  # noqa: TRY400 - the kind says all, there is no fault of ours to trace
            stop.wait(AGAIN)
        except Exception as error:
            if not world_at_fault(error):
                raise
            log.warning("database_awaited", extra={"code": type(error).__name__})
            stop.wait(AGAIN)
        else:
            return


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        return


class HealthServer(ThreadingMixIn, WSGIServer):
    """A thread for each question: while `readyz` waits for a frozen database, `livez` answers. Several processes share one port."""

    daemon_threads = True
    allow_reuse_port = True


def serve_health(platform: Platform, variable: str = "METRICS_PORT") -> HealthServer | None:
    """Serve `/livez`, `/readyz` and `/metrics` of this process on the port of `variable`, where it is set, of METRICS_HOST."""
    port = os.environ.get(variable)
    if not port:
        return None
    host = os.environ.get("METRICS_HOST", "127.0.0.1")
    server = make_server(host, int(port), partial(_answer, platform), HealthServer, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True, name="health").start()
    return server


def _answer(platform: Platform, environ: WSGIEnvironment, start: Callable[..., object]) -> list[bytes]:
    path = environ["PATH_INFO"]
    if path == "/metrics":
        start("200 OK", [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")])
        return [exposition()]
    found = {"/livez": WELL, "/readyz": None}.get(path, {"status": "unavailable"}) or state(platform)
    start("200 OK" if found == WELL else "503 Service Unavailable", [("Content-Type", "application/json")])
    return [json.dumps(found).encode()]
