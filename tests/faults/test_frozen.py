"""A server that is frozen accepts and never answers. Whoever waits for it gives up within a limit of our own, and goes on by itself."""

import importlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from types import SimpleNamespace
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from deploy.servers import postgres
from deploy.servers.databases import Addresses, administer, create_databases, new_passwords
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import free_block
from shared import connections, worker
from shared.clock import utc_now
from shared.db import Database, patient
from shared.messaging.relay import Relay
from shared.migrate import upgrade
from shared.settings import Settings
from shared.staff import StaffAccount, issue_token
from shared.timers import Timer, _alone
from shared.waits import Waits
from tests.house.doors import routes
from tests.partners import bench
from tests.security.test_matrix import filled
from tests.waiting import wait_until

pytestmark = [pytest.mark.serial, pytest.mark.long]
#: What a person is promised.
LIMIT = 5.0
SERVICES = ("intake", "cases", "partners", "notifications")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    root = Path(tempfile.mkdtemp(prefix="besa-frozen-"))
    root.chmod(0o711)
    started = postgres.start(root / "server", free_block(1))
    yield started
    send(started, signal.SIGCONT)
    started.kill9()
    rmtree(root, ignore_errors=True)


def send(server: PostgresServer, number: int) -> None:
    """To the postmaster and all that it started."""
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server.pid)], capture_output=True, text=True, check=False
    )
    for pid in [server.pid, *map(int, children.stdout.split())]:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


@contextmanager
def frozen(server: PostgresServer) -> Iterator[None]:
    send(server, signal.SIGSTOP)
    try:
        yield
    finally:
        send(server, signal.SIGCONT)


def settings(service: str, at: Addresses, folder: Path) -> Settings:
    return Settings(
        service=service, database_url=at.app, relay_url=at.by_role["relay"], sealer_url=at.by_role["sealer"],
        broker_url="memory://", documents_url=(folder / "documents").as_uri(),
        document_key=b"k" * 32, secret_key="s" * 32, staff_verify_key=bench.VERIFY, staff_signing_key=bench.SIGNING,
        sealing_key=b"e" * 32, receipt_pepper=b"p" * 32, mail_url=(folder / "mail").as_uri(), secure_cookies=False,
        subscription_key=b"b" * 32, witness_dir=str(folder / "witness"),
    )  # fmt: skip


@pytest.fixture(params=SERVICES)
def app(request: pytest.FixtureRequest, server: PostgresServer, tmp_path: Path) -> Iterator[Flask]:
    service = request.param
    urls = create_databases(server.admin_url, {service: new_passwords()[service]})[service]
    upgrade(service, urls.migrate)
    made = importlib.import_module(f"services.{service}.app").create_app(settings(service, urls, tmp_path))
    yield made
    made.extensions["besa"].dispose()


def ask(app: Flask, path: str) -> tuple[int, str | None, float]:
    began = time.monotonic()
    answer = app.test_client().get(path, headers={"Authorization": "Bearer x"})
    return answer.status_code, answer.headers.get("Retry-After"), time.monotonic() - began


def test_with_a_frozen_database_each_service_says_503_within_its_limit_and_recovers_by_itself(app, server):
    ready, alive = f"/{app.name}/readyz", f"/{app.name}/livez"
    assert ask(app, ready)[0] == 200
    token = app.test_client()
    token.set_cookie("besa_staff", _token(app), path="/")
    page = f"/{app.name}/staff/subjects"
    assert token.get(page).status_code == 200
    with frozen(server):
        began = time.monotonic()
        answer = token.get(page)
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5")
        assert time.monotonic() - began < LIMIT
        status, _, seconds = ask(app, ready)
        assert (status, seconds < LIMIT) == (503, True)
        answers = []
        crowd = [threading.Thread(target=lambda: answers.append(ask(app, alive))) for _ in range(8)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        assert {status for status, _, _ in answers} == {200}
        assert max(seconds for _, _, seconds in answers) < 1
    wait_until(lambda: token.get(page).status_code == 200, "it works again without anybody", 15)
    assert ask(app, ready)[0] == 200


def _token(app: Flask) -> str:
    staff_id = uuid4()
    with app.extensions["besa"].database.transaction() as session:
        session.add(StaffAccount(id=staff_id, roles=["admin"], active=True, sessions_valid_from=utc_now()))
    return issue_token(bench.SIGNING, staff_id)


@pytest.fixture
def at(server: PostgresServer) -> Addresses:
    made = create_databases(server.admin_url, {"cases": new_passwords()["cases"]})["cases"]
    upgrade("cases", made.migrate)
    return made


@pytest.fixture
def url(at: Addresses) -> str:
    return at.app


def test_while_a_database_says_nothing_one_waits_and_all_others_are_refused_at_once(server, url):
    database = Database(url, waits=Waits(database_answer=1.2, database_statement=1))
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
        with frozen(server):
            seconds = [_refused(database) for _ in range(4)]
        assert seconds[0] > 1
        assert max(seconds[1:]) < 0.1
        wait_until(lambda: _refused(database) == 0, "it is asked again", 10)
    finally:
        database.dispose()


def _refused(database: Database) -> float:
    """Seconds until it was refused, 0 if it was not."""
    began = time.monotonic()
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
    except Exception:  # noqa: BLE001 - whatever it is called
        return time.monotonic() - began
    return 0


def test_what_may_take_long_is_waited_for(server, url):
    database = Database(url, waits=Waits(database_answer=1.2, database_statement=1))
    try:
        with database.transaction() as session:
            patient(session, 5)
            session.execute(text("SELECT pg_sleep(2)"))
        with database.transaction() as session, pytest.raises(OperationalError):
            session.execute(text("SELECT pg_sleep(2)"))
        with database.reading() as session:
            assert session.execute(text("SELECT 1")).scalar() == 1
    finally:
        database.dispose()


def test_a_connection_that_the_server_ended_in_the_pool_is_seen_by_nobody(server, url):
    database = Database(url)
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
        with connections.connect(server.admin_url, Waits()) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
            )
        time.sleep(0.3)
        with database.reading() as session:
            assert session.execute(text("SELECT 1")).scalar() == 1
    finally:
        database.dispose()


def test_a_database_that_takes_no_write_is_not_ready(app, server):
    database, name = app.extensions["besa"].database, app.name
    with administer(server.admin_url) as admin:
        admin.execute(f"ALTER DATABASE besa_{name} SET default_transaction_read_only = on")
    database.dispose()
    assert ask(app, f"/{name}/readyz")[0] == 503
    with administer(server.admin_url) as admin:
        admin.execute(f"ALTER DATABASE besa_{name} RESET default_transaction_read_only")
    database.dispose()
    assert ask(app, f"/{name}/readyz")[0] == 200


def test_a_worker_that_starts_while_its_database_is_away_waits_for_it(app, server):
    stop, ended = threading.Event(), []
    here = app.extensions["besa"]
    here.database.dispose()
    thread = threading.Thread(target=lambda: ended.append(worker.supervise(here, ("seal",), stop)))
    with frozen(server):
        thread.start()
        time.sleep(6)
        assert thread.is_alive()
    time.sleep(3)
    assert thread.is_alive()
    stop.set()
    thread.join(20)
    assert ended == [0]


def test_a_relay_that_is_frozen_loses_its_lock_to_another(server, at, tmp_path):
    """Its session says nothing for longer than a relay ever does: the server ends it, and the lock with it."""
    waits = Waits(relay_lock=2, broker_answer=1)
    here = replace(settings("cases", at, tmp_path), waits=waits)
    first, second = Relay(here, threading.Event()), Relay(here, threading.Event())
    with first._opened() as (database, _), second._opened() as (other, _other):
        assert first._is_mine(database)
        assert not second._is_mine(other)
        wait_until(lambda: second._is_mine(other), "the lock of the silent is free", 10)
        with pytest.raises(Exception, match=r"."):
            database.execute("SELECT 1")


@pytest.mark.parametrize("service", SERVICES)
def test_with_a_frozen_database_every_route_answers_in_its_own_form(service, server, tmp_path):
    """Machines get a problem, people a page; nothing gets the words of the other. The first one waits, all others are refused at once."""
    urls = create_databases(server.admin_url, {service: new_passwords()[service]})[service]
    upgrade(service, urls.migrate)
    quick = Waits(database_answer=0.6, database_statement=0.5, database_connect=1, database_away=120)
    here = replace(settings(service, urls, tmp_path), waits=quick)
    app = importlib.import_module(f"services.{service}.app").create_app(here)
    client = app.test_client()
    client.set_cookie("besa_staff", _token(app), path="/")
    wrong, answered = {}, 0
    with frozen(server):
        for line in sorted(routes(app)):
            method, path = line.split()
            api = path.split("/")[2:3] in (["api"], ["oauth"])
            headers = {"Authorization": "Bearer x"} if api else {}
            body = {"json": {}} if api and method != "GET" else {}
            answer = client.open(filled(path), method=method, headers=headers, **body)
            if answer.status_code >= 500 and not path.endswith("/readyz"):
                answered += 1
                if not _in_its_form(answer, api):
                    wrong[line] = (answer.status_code, answer.content_type, answer.headers.get("Retry-After"))
    app.extensions["besa"].database.dispose()
    assert answered > 10
    assert not wrong


def _in_its_form(answer, api: bool) -> bool:
    if (answer.status_code, answer.headers.get("Retry-After")) != (503, "5"):
        return False
    if api:
        told = answer.json if answer.content_type == "application/problem+json" else {}
        return told.get("code") == "try_again" and told["rid"] == answer.headers["X-Request-Id"]
    return answer.mimetype == "text/html" and "Provoni përsëri" in answer.text


_AT_WORK = """
import sys, time
from types import SimpleNamespace
from shared.clock import utc_now
from shared.db import Database
from shared.timers import Timer, run_once
from shared.waits import Waits
database = Database(sys.argv[1], waits=Waits(relay_lock=2))
here = SimpleNamespace(service="cases", engine=database.engine, database=database)
def work(_here, _now):
    print("at work", flush=True)
    time.sleep(120)
run_once(here, Timer("work", 1, work), utc_now())
"""


def test_timers_that_are_frozen_lose_their_lock_to_another_process_and_those_that_work_long_do_not(url):
    database = Database(url, waits=Waits(relay_lock=2))
    here, timer = SimpleNamespace(service="cases", engine=database.engine, database=database), Timer("work", 1, print)

    def free() -> bool:
        with _alone(here, timer) as mine:
            return mine

    working = subprocess.Popen([sys.executable, "-c", _AT_WORK, url], stdout=subprocess.PIPE, text=True)
    try:
        assert working.stdout.readline() == "at work\n"
        time.sleep(5)
        assert not free()
        working.send_signal(signal.SIGSTOP)
        wait_until(free, "the lock of the frozen is free", 15)
    finally:
        working.kill()
        working.communicate()
        database.dispose()
