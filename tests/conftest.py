"""A real PostgreSQL and a real RabbitMQ once per run; databases and queue names of its own for each xdist worker."""

import gc
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Engine, event
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from deploy import SERVICES
from deploy.servers.processes import CannotStartError
from shared.messaging.topology import Topology
from tests import error_summaries, runs, servers, spreading
from tests.databases import Databases, drop

#: New objects after which the collector looks (Python's own: 700).
COLLECT_AFTER = 50_000
# How long an example takes says how busy the machine is, and nothing about what is tried.
settings.register_profile("besa", deadline=None)
settings.load_profile("besa")
#: The engines that this process has used since they were last disposed of. One that was forgotten before would leave its connections open,
#: and whichever test ran when the collector found them would fail.
_engines: set[Engine] = set()


def pytest_configure(config: pytest.Config) -> None:
    # What is imported and collected stays: until the first test there is nothing to find.
    gc.disable()
    # Every application of every worker compiles the same templates: a tenth of the run.
    Flask.jinja_options["bytecode_cache"] = FileSystemBytecodeCache()
    if _controls(config):
        runs.begin(_clean_up)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    spreading.found_alone(items)
    spreading.long_first(items)


def pytest_collection_finish() -> None:
    """The modules and the ten thousand tests stay until the end: the collector would walk over them again and again, which was
    a fifth of the run. What a test leaves behind is collected as before, a little later.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(COLLECT_AFTER, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return spreading.scheduler(config, log)


@event.listens_for(Engine, "engine_connect")
def _note_engine(connection: Connection) -> None:
    _engines.add(connection.engine)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A file's applications leave their pools open: the connections of a whole run would fill the server. One that was lent when its test ended,
    as to a long poll, is found here and not by a test of another file, which would fail for it.
    """
    ends = bool(_engines) and (nextitem is None or nextitem.path != item.path)
    while ends and _engines:
        _engines.pop().dispose()
    try:
        return (yield)
    finally:
        if ends:
            _collect()


def _collect() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
    # What is left belongs to the worker: to look at it again at the end of each file took a tenth of what tests/cases took.
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _controls(config):
        runs.end(runs.current(), _clean_up)


def _controls(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def _clean_up(kept: runs.Record) -> None:
    drop(kept)
    if url := kept.get("broker_url"):
        for prefix in kept.get("prefixes", []):
            _remove_topology(url, prefix)
    servers.stop(kept)


def _remove_topology(url: str, prefix: str) -> None:
    topology = Topology(prefix)
    queues = [queue.name for service in SERVICES for queue in (topology.queue(service), topology.dead_queue(service))]
    if servers.opens_channel(url):
        servers.remove_queues(url, queues, [topology.events.name, topology.dead_letters.name])


def _found(search: Callable[[Path], str]) -> str:
    """What cannot be had fails with one sentence, and not with the story of every way that was tried."""
    reason = ""
    try:
        return search(runs.current())
    except (servers.NoServerError, CannotStartError) as error:
        reason = str(error)
    pytest.fail(reason, pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def _error_summaries_lead_somewhere() -> Iterator[None]:
    with error_summaries.looked_at():
        yield


@pytest.fixture(scope="session")
def database_server() -> str:
    """The URL of a PostgreSQL administrator."""
    return _found(servers.database_server)


@pytest.fixture(scope="session")
def databases(database_server: str, worker_id: str) -> Iterator[Databases]:
    """URL by service of this worker's migrated databases, made when first asked for. See `clean_databases`."""
    with closing(Databases(runs.current(), database_server, worker_id, durable=False)) as made:
        yield made


@pytest.fixture
def compared_hashes(monkeypatch: pytest.MonkeyPatch) -> list[Parameters]:
    """The cost (type, memory, passes) of each Argon2 hash that a secret is compared with from now on: what makes an answer slow."""
    compared: list[Parameters] = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, stored: str | bytes, given: str | bytes) -> bool:
        compared.append(extract_parameters(stored if isinstance(stored, str) else stored.decode()))
        return verify(self, stored, given)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    return compared


@pytest.fixture
def clean_databases(databases: Databases) -> Databases:
    """`databases` as the migrations left them, whatever the tests before have written."""
    databases.empty()
    return databases


@pytest.fixture(scope="session")
def broker_url() -> str:
    """The URL of a RabbitMQ; use it with `broker_prefix`."""
    return _found(servers.broker)


@pytest.fixture(scope="session")
def broker_prefix(broker_url: str, worker_id: str) -> Iterator[str]:
    """What the names of this worker's exchanges and queues begin with; they are removed with the last test."""
    prefix = f"test.{runs.current().name}.{worker_id}."
    with runs.record(runs.current()) as kept:
        kept.setdefault("prefixes", []).append(prefix)
    yield prefix
    _remove_topology(broker_url, prefix)
