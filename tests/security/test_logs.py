"""Logs over all routes: one line for each request, nothing in any line that a person wrote or is, and one id for all that followed."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.intake.domain import receipts
from shared import logs, security_log
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.metrics import HTTP_REQUESTS
from tests.partners import bench as partners
from tests.security.test_matrix import MATRIX

ROOT = Path(__file__).parents[2]
#: A name, a code, an address: as somebody would have them, and as no log may.
NAME, CODE, ADDRESS = "Kanarina Kafazi", "KANA-RINA-7777-8888", "203.0.113.77"
SECRETS = (NAME, "Kanarina", CODE, ADDRESS, "kanarina@example.org")
CALLERS = ("anonymous", "complainant", "every_staff_role", "partner_user", "partner_link", "machine")
BODY = {
    "narrative": NAME,
    "name": NAME,
    "username": "kanarina@example.org",
    "password": CODE,
    "code": CODE,
    "reason": NAME,
}


class Lines(logging.Handler):
    """What would stand in the log."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logs.JsonLines("whichever"))
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))

    def told(self, **wanted: object) -> list[dict]:
        read = [json.loads(line) for line in self.written]
        return [line for line in read if wanted.items() <= line.items()]


@pytest.fixture
def lines(world) -> Iterator[Lines]:
    handler = Lines()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def planted(path: str) -> str:
    parts = (
        str(uuid4()) if part.startswith("<uuid") else CODE if part.startswith("<") else part for part in path.split("/")
    )
    return "/".join(parts)


@pytest.mark.parametrize("caller", CALLERS)
def test_each_request_has_one_line_and_no_line_of_any_route_says_a_code_a_name_or_an_address(world, lines, caller):
    answers = {}
    for route in MATRIX:
        method, path = route.split()
        body = {"json": BODY} if "/api/" in path else {"data": BODY}
        answer = world.ask(
            caller, path.split("/")[1], method, f"{planted(path)}?q=Kanarina",
            headers={"User-Agent": NAME, "Referer": f"http://127.0.0.1/{CODE}", "X-Forwarded-For": ADDRESS, "Idempotency-Key": CODE},
            environ_base={"REMOTE_ADDR": ADDRESS}, **(body if method != "GET" else {}),
        )  # fmt: skip
        answers[answer.headers["X-Request-Id"]] = (route, answer.status_code)
    found = {line: secret for line in lines.written for secret in SECRETS if secret.lower() in line.lower()}
    assert not found
    for request_id, (route, status) in answers.items():
        mine = lines.told(log="requests", rid=request_id)
        health = route.endswith(("/livez", "/readyz", "/metrics")) and status < 400
        assert [(line["method"], line["status"]) for line in mine] == ([] if health else [(route.split()[0], status)])
        for line in mine:
            assert line["route"] in (route.split()[1], "unknown") or "filename" in line["route"]
            assert line["who"] in ("public", "complainant", "staff", "partner")
            assert {"svc", "trace", "outcome", "ms"} <= line.keys()


def test_a_code_that_is_guessed_and_a_name_that_is_tried_stand_in_no_line(world, lines):
    guessed = receipts.new_code().shown()
    world.apps["intake"].test_client().post(
        "/intake/mine", data={"code": guessed}, environ_base={"REMOTE_ADDR": ADDRESS}
    )
    world.apps["cases"].test_client().post("/cases/login", data={"username": "Kanarina", "password": CODE})
    tried = lines.told(log="security", evt="wrong_try")
    assert len(tried) == 2
    assert [line["route"] for one in tried for line in lines.told(log="requests", rid=one["rid"])] == [
        "/intake/mine",
        "/cases/login",
    ]
    assert not [line for line in lines.written for secret in (*SECRETS, guessed) if secret in line]


def test_a_method_that_a_caller_made_up_is_named_nowhere(world, lines):
    world.apps["intake"].test_client().open("/intake/", method="KANARINA")
    assert lines.told(log="requests", method="OTHER", status=405)
    assert "KANARINA" not in {
        sample.labels.get("method") for metric in HTTP_REQUESTS.collect() for sample in metric.samples
    }


def test_who_may_not_stands_in_the_security_log_by_id_and_a_complainant_by_kind_alone(world, lines):
    world.ask("auditor", "cases", "POST", "/cases/api/v1/cases", json={})
    world.ask("complainant", "intake", "GET", "/intake/api/v1/complaints", headers={"Receipt-Code": CODE})
    staff, complainant = lines.told(log="security", evt="refused")
    assert staff["code"] == "not_allowed"
    assert staff["route"] == "/cases/api/v1/cases"
    assert re.fullmatch(r"staff:[0-9a-f-]{36}", staff["actor"])
    assert complainant["actor"] in ("public", "complainant")


def test_a_log_in_is_one_line_of_security_once_it_stands(world, lines):
    app = world.apps["partners"]
    bench = partners.Bench(app, app.extensions["besa"])
    bench.machine(bench.body(), "dispatch:read")
    [issued] = lines.told(log="security", evt="token.issued")
    assert issued["kind"] == "log_in"
    assert issued["actor"] == f"partner:{issued['obj']}"


def test_what_is_rolled_back_is_told_nowhere(world, lines):
    database = world.apps["cases"].extensions["besa"].database
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        logs.after_commit(session, logs.SECURITY, "staff.added")
        raise ZeroDivisionError
    assert not lines.written


def test_the_security_log_can_have_a_file_of_its_own(tmp_path, lines):
    try:
        logs.configure("cases", str(tmp_path / "security.log"))
        security_log.note_wrong_try("staff_log_in")
        logs.REQUESTS.info("request")
    finally:
        logs.configure("cases")
    [line] = (tmp_path / "security.log").read_text().splitlines()
    assert json.loads(line)["evt"] == "wrong_try"


def test_the_name_of_whoever_types_a_command_is_not_written(world, lines):
    with world.apps["cases"].extensions["besa"].database.transaction() as session:
        entry = {"actor": NAME, "action": "parked.discarded", "object_id": NAME}
        security_log.note(session, [entry])
    [line] = lines.told(log="security")
    assert (line["actor"], line["obj"]) == ("operator", None)


@pytest.mark.parametrize("action", sorted(name for names in security_log.kinds().values() for name in names))
def test_each_action_of_the_security_log_is_one_that_the_trail_has(action):
    code = "".join(path.read_text() for part in ("services", "shared") for path in (ROOT / part).rglob("*.py"))
    beginning = action.removesuffix("*")
    whole = re.search(rf'"{re.escape(beginning)}' + ("" if action.endswith("*") else '"'), code)
    # Of what staff and people of bodies do alike the kind of person stands in front.
    assert whole or re.search(rf'}}\.{re.escape(action.partition(".")[2])}"', code)


def test_the_id_that_an_answer_bore_finds_the_line_the_event_and_its_handling_elsewhere(world, lines):
    intake, cases = world.apps["intake"], world.apps["cases"]
    answer = intake.test_client().post(
        "/intake/api/v1/complaints",
        json={"submitter": {"role": "child", "keep_secret": True}, "narrative": NAME, "language": "sq"},
    )
    request_id = answer.headers["X-Request-Id"]
    with intake.extensions["besa"].database.reading() as session:
        rows = session.execute(
            text("SELECT message_id::text, type, payload FROM outbox WHERE payload LIKE :like ORDER BY id"),
            {"like": f"%{request_id}%"},
        ).all()
    here = cases.extensions["besa"]
    heard = [row for row in rows if row.type == "intake.complaint.received.v1"]
    for row in heard:
        delivery = Delivery(row.payload.encode(), row.message_id, row.type)
        here.database.run(
            lambda session, one=delivery: Inbox(here.subscriptions, here.documents.get).take(session, [one])
        )
    assert [line["status"] for line in lines.told(log="requests", rid=request_id)] == [201]
    [event] = lines.told(log="events", rid=request_id, svc="cases")
    assert (event["type"], event["obj"], event["outcome"]) == (heard[0].type, heard[0].message_id, "handled")
    assert event["trace"] == lines.told(log="requests", rid=request_id)[0]["trace"]
    with intake.app_context():
        made = intake.test_cli_runner().invoke(args=["find", request_id])
    assert heard[0].message_id in made.output
    with cases.app_context():
        there = cases.test_cli_runner().invoke(args=["find", "--json", "--event", heard[0].message_id])
    [step] = json.loads(there.output)
    assert (step["service"], step["what"], UUID(step["event"])) == ("cases", "handled", UUID(heard[0].message_id))
