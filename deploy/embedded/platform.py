"""Everything that runs in the one process, started and ended together."""

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from deploy import SERVICES
from deploy.embedded.dispatcher import Dispatcher
from deploy.embedded.ground import ground
from deploy.embedded.republish import put_back
from deploy.environment import environment, load_secrets
from deploy.servers.databases import create_databases
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import LOOPBACK
from services.cases.app import create_app as create_cases
from services.intake.app import create_app as create_intake
from services.notifications.app import create_app as create_notifications
from services.partners.app import create_app as create_partners
from shared import migrate, upkeep, worker
from shared.cli import platform_of
from shared.logs import JsonLines
from shared.platform import Platform
from shared.settings import Settings, load

FACTORIES = {
    "intake": create_intake,
    "cases": create_cases,
    "partners": create_partners,
    "notifications": create_notifications,
}
STOP_TIMEOUT = 20


class Embedded:
    """One running demonstration. `died` is set if a worker ends by itself."""

    def __init__(self, root: Path, url: str, environments: Mapping[str, Mapping[str, str]]) -> None:
        self.root = root
        self.url = url
        self.environments = environments
        self.republished = 0
        self.died = threading.Event()


@contextmanager
def running(root: Path, port: int) -> Iterator[Embedded]:
    """The whole platform under `root`, served on 127.0.0.1:`port`, until the block ends.

    Raises `CannotStartError` if another one uses `root` or the port is taken.
    """
    with ground(root, port) as server, serving(root, port, server) as here:
        yield here


@contextmanager
def serving(
    root: Path,
    port: int,
    server: PostgresServer,
    outermost: Callable[[Mapping[str, Flask]], WSGIApplication] = Dispatcher,
) -> Iterator[Embedded]:
    """The apps with their workers on a server that runs already. `outermost` makes what is served out of the four apps."""
    with ExitStack() as stack:
        here = Embedded(root, f"http://{LOOPBACK}:{port}", _prepare(root, port, server))
        apps = {service: FACTORIES[service](settings_of(service, here.environments[service])) for service in SERVICES}
        _log_to(root / "logs" / "besa.log", stack)
        platforms = {service: platform_of(app) for service, app in apps.items()}
        for each in platforms.values():
            stack.callback(each.dispose)
            each.documents.begin()
            upkeep.keep_partitions(each, datetime.now(UTC))
        here.republished = put_back({service: each.database for service, each in platforms.items()})
        stack.enter_context(_workers(platforms, here.died))
        stack.enter_context(_served(outermost(apps), port))
        yield here


def _prepare(root: Path, port: int, server: PostgresServer) -> dict[str, dict[str, str]]:
    """The migrated databases; the environment of each service."""
    kept = load_secrets(root)
    urls = create_databases(server.admin_url, kept["database_passwords"])
    for service, url in urls.items():
        migrate.upgrade(service, url.migrate)
    addresses = {"broker": "memory://", "public": f"http://{LOOPBACK}:{port}"}
    return {
        service: environment(service, root, kept, addresses | {"database": url.app}) | url.of_workers
        for service, url in urls.items()
    }


def settings_of(service: str, variables: Mapping[str, str]) -> Settings:
    """Read as a process of its own would read them; here four services share one environment, so each gets it for a moment."""
    ours = dict(os.environ)
    os.environ.clear()
    os.environ.update(variables)
    try:
        return load(service)
    finally:
        os.environ.clear()
        os.environ.update(ours)


def _log_to(path: Path, stack: ExitStack) -> None:
    """One file for all: standard output belongs to the story."""
    handler = logging.FileHandler(path)
    handler.setFormatter(JsonLines("embedded"))
    logging.getLogger().handlers[:] = [handler]
    stack.callback(handler.close)
    stack.callback(logging.getLogger().removeHandler, handler)


@contextmanager
def _workers(platforms: Mapping[str, Platform], died: threading.Event) -> Iterator[None]:
    stop = threading.Event()

    def supervise(platform: Platform) -> None:
        if worker.supervise(platform, worker.WHOLE, stop):
            died.set()

    threads = [threading.Thread(target=supervise, args=(each,), name=name) for name, each in platforms.items()]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(STOP_TIMEOUT)


@contextmanager
def _served(application: WSGIApplication, port: int) -> Iterator[BaseWSGIServer]:
    server = make_server(LOOPBACK, port, application, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, name="http")
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join(STOP_TIMEOUT)
        server.server_close()


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """Nothing: a path holds ids, and the services log the route."""
