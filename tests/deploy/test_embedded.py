"""The demonstration: the whole story in one process, also after that process was killed in the middle of it."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
import requests
from sqlalchemy import text

from deploy import SERVICES, sample
from deploy.embedded.republish import put_back, rows_by_consumer
from deploy.environment import environment, load_secrets
from deploy.servers import postgres
from deploy.servers.processes import free_block
from deploy.story.bodies import Body, answer_over_the_api
from deploy.story.speaking import Api
from services.partners import data as directory
from shared import opening, settings
from shared.db import Database
from shared.documents import Documents, NotForUsError, Opened
from shared.events.envelope import Event
from shared.typed import load, told_in
from tests.waiting import wait_until

CASES = "/cases/api/v1"

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


def test_the_story_survives_kill_9_at_two_moments(folder: Path) -> None:
    for moment in ("decided: admissible", "The letters lie in the portal"):
        with demonstration(folder, "--once") as process:
            read_until(process, moment)
            process.kill()

    with demonstration(folder, "--once") as process:
        told, complaint = process.communicate()

    assert process.returncode == 0, complaint
    assert "obligations in" in told
    assert "Not delivered (1)" in told
    assert "a mail with a one-time link left" in told
    assert "the officer on call was called and took it" in told
    assert "Elbasan is there from an earlier run" in told
    assert "sample visits are there from an earlier run" in told
    with databases(folder) as found:
        assert_everything_arrived_once(found)
        stored = {path.name for path in (folder / "documents").glob("??/*")}
        assert_columns_that_name_documents_say_so(found, stored)
        assert_each_service_opens_what_it_wrote_or_was_told_and_nothing_else(found, folder, stored)


def test_it_serves_until_it_is_told_to_end_and_refuses_a_second_one(folder: Path) -> None:
    """In the meantime the sample letter of Elbasan is walked through, from the case to a reply."""
    with demonstration(folder) as process:
        url = read_until(process, "Open http").split()[1].rstrip("/")
        assert requests.get(url, timeout=10).status_code == 200
        assert_elbasan_is_walked_through(folder, url)
        with demonstration(folder) as second:
            _, complaint = second.communicate()
        assert second.returncode == 1
        assert "already runs" in complaint
        process.terminate()
        assert process.wait(60) == 0
    wait_until(lambda: postgres.running(folder / "postgres") is None, "its PostgreSQL ended with it")


def assert_elbasan_is_walked_through(folder: Path, url: str) -> None:
    credentials = json.loads((folder / "credentials.json").read_text())
    officer = Api.bearer(url, credentials["staff"]["case_officer"]["token"])
    lines = [one for one in officer.get(f"{CASES}/cases")["items"] if one["origin"] == "own_initiative"]
    cases = [officer.get(f"{CASES}/cases/{one['id']}") for one in lines]
    [case] = [one for one in cases if one["trigger"]["kind"] == "media"]
    assert case["case"]["rights"] == ["12.1", "19.1", "28.1"]
    act = officer.get(f"{CASES}/recommendations/{case['recommendations'][0]['id']}")
    five = {str(directory.institution_id(key)) for key in sample.ELBASAN}
    assert {one["institution_id"] for one in act["addressees"]} == five
    assert (len(act["items"]), len(act["obligations"])) == (3, 15)
    bodies = [Body.of(url, one) for one in credentials["partners"] if one["institution_id"] in five]
    assert [body.body_class for body in bodies] == ["municipality", "agency", "police", "agency", "school"]
    for body in bodies:
        body.receive(act["number"])
    school = bodies[-1]
    answer_over_the_api(school, date.today() + timedelta(days=30))  # noqa: DTZ011 - any day ahead will do

    def replies() -> dict[str, set[str]]:
        said: dict[str, set[str]] = {}
        for owed in officer.get(f"{CASES}/recommendations/{act['id']}")["obligations"]:
            said.setdefault(owed["institution_id"], set()).add(owed["reply"])
        return said

    others = {body.id: {"none"} for body in bodies[:-1]}
    wait_until(lambda: replies() == {**others, school.id: {"accepted"}}, "the school's answer is at its own items")


def test_a_taken_port_is_said_in_one_sentence(folder: Path) -> None:
    server = postgres.start(folder / "other", free_block(1))
    try:
        with demonstration(folder, "--port", str(server.port)) as process:
            _, complaint = process.communicate()
    finally:
        server.stop()

    assert process.returncode == 1
    assert complaint == f"Port {server.port} on 127.0.0.1 is taken: choose another with `make demo PORT=8001`.\n"


def assert_everything_arrived_once(found: dict[str, Database]) -> None:
    """Every event is in the inbox of every service that is bound to its stream, was handled, and nothing else is there."""
    sent = [row for database in found.values() for row in rows(database, "SELECT message_id, stream FROM outbox")]
    assert len(sent) > 100
    assert put_back(found) == 0
    for service, wanted in rows_by_consumer(sent).items():
        inbox = rows(found[service], "SELECT message_id, outcome FROM inbox")
        assert {message for message, _ in inbox} == wanted
        assert {outcome for _, outcome in inbox} == {"handled"}
    for database in found.values():
        assert rows(database, "SELECT id FROM parked_event UNION ALL SELECT message_id FROM held_event") == []


#: Lists in JSON, and names that may outlive their document: the mail that it was for has left.
UNMARKED = {
    "cases": {"assessment.sources", "claim.evidence", "text_check.then"},
    "partners": {"notice.details"},
    "notifications": {"message.contact", "message.link"},
}


def assert_columns_that_name_documents_say_so(found: dict[str, Database], stored: set[str]) -> None:
    """What the nightly walk looks at follows from the type of a column; one that was forgotten would never be looked at."""
    for service, database in found.items():
        marked = opening.places(import_module(f"services.{service}.app").Base.metadata)
        columns = rows(database, "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
                       " AND data_type IN ('text', 'jsonb') AND table_name !~ '^(outbox|inbox|audit)'")  # fmt: skip
        for table, column in columns:
            values = rows(
                database, f'SELECT "{column}"::text FROM "{table}" WHERE "{column}"::text ~ \'[0-9a-f]{{64}}\''
            )
            if stored & {name for (value,) in values for name in re.findall("[0-9a-f]{64}", value)}:
                assert f"{table}.{column}" in marked.keys() | UNMARKED.get(service, set()), service


def assert_each_service_opens_what_it_wrote_or_was_told_and_nothing_else(
    found: dict[str, Database], folder: Path, stored: set[str]
) -> None:
    """With the environment of one service alone. Who may follows from what stands in the outboxes, and in the service's own rows."""
    whole: dict[str, Opened] = {}
    opened = {service: opening_alone(service, folder, stored, whole) for service in SERVICES}
    assert whole.keys() == stored, "each document is open to somebody"
    named: dict[str, set[str]] = {}
    for service, database in found.items():
        marked = opening.places(import_module(f"services.{service}.app").Base.metadata)
        own = {
            row[0] for place in marked for row in rows(database, 'SELECT "{1}" FROM "{0}"'.format(*place.split(".")))
        }
        told = {
            name
            for each in found.values()
            for (payload,) in rows(each, "SELECT payload FROM outbox")
            for name in named_for(service, json.loads(payload))
        }
        listed = str(rows(database, IN_LISTS[service])) if service in IN_LISTS else ""
        assert own & stored <= opened[service], f"{service} opens what its rows name"
        assert told & stored <= opened[service], f"{service} opens what it was told"
        named[service] = with_inner(own | told | {name for name in stored if name in listed}, whole)
    # What was written in a transaction that did not end is named nowhere, whoever was to read it.
    somewhere = set[str]().union(*named.values())
    for service in SERVICES:
        others = set[str]().union(*(opened[other] for other in SERVICES if other != service))
        apart = (opened[service] - named[service]) & others & somewhere
        assert not apart, f"{service} opens nothing that is another's"
    notes = {row[0] for row in rows(found["cases"], "SELECT document FROM case_note UNION SELECT document FROM task")}
    for service in {*SERVICES} - {"cases"}:
        assert not opened[service] & notes
    shown = ", ".join(f"{service} {len(opened[service])}" for service in SERVICES)
    sys.stdout.write(f"of {len(stored)} documents: {shown}\n")


#: Lists in JSON that name documents of their own service.
IN_LISTS = {
    "cases": """SELECT sources::text FROM assessment UNION ALL SELECT evidence::text FROM claim UNION ALL SELECT "then"::text FROM text_check"""
}


def opening_alone(service: str, folder: Path, stored: set[str], whole: dict[str, Opened]) -> set[str]:
    addresses = {"database": "postgresql+psycopg://x", "broker": "memory://", "public": "http://127.0.0.1:1"}
    given = environment(service, folder, load_secrets(folder), addresses)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        documents = Documents.of(settings.load(service))
    found = set()
    for name in stored:
        with suppress(NotForUsError):
            whole[name] = documents.open(name)
            found.add(name)
    return found


def named_for(service: str, envelope: dict) -> set[str]:
    event = Event.registry[envelope["type"]]
    named = told_in(load(event, envelope["data"]))
    return {name for name, readers in named if service in (event.publisher(), *(readers or event.consumers))}


def with_inner(names: set[str], whole: dict[str, Opened]) -> set[str]:
    waiting, found = list(names & whole.keys()), set()
    while waiting:
        name = waiting.pop()
        if name in whole and name not in found:
            found.add(name)
            waiting.extend(whole[name].names)
    return found


def rows(database: Database, query: str) -> list[tuple]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(query))]


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    told = []
    assert process.stdout
    for line in process.stdout:
        told.append(line)
        if words in line:
            return line
    pytest.fail(f"ended before it said '{words}':\n{''.join(told)}{process.stderr.read() if process.stderr else ''}")


@contextmanager
def demonstration(folder: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    if "--port" not in options:
        options = (*options, "--port", str(free_block(1)))
    command = [sys.executable, "-m", "deploy.embedded", "--root", str(folder), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, Database]]:
    place = folder / "postgres"
    server = postgres.running(place) or postgres.start(place, free_block(1))
    prefix = server.admin_url.rpartition("/")[0]
    found = {service: Database(f"{prefix}/besa_{service}") for service in SERVICES}
    yield found
    for each in found.values():
        each.dispose()
    server.stop()


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp())
    yield made
    if server := postgres.running(made / "postgres"):
        server.stop()
    shutil.rmtree(made)
