"""What every route of every service gets from the kit: strict reading, one shape of refusals, idempotency, cursors."""

import io
import json
import logging
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared import access, gate, idempotency, limits
from shared.app import Service, create_app
from shared.edges import Answer, Body
from shared.fields import Text, Whole
from shared.logs import JsonLines
from shared.messaging.subscriptions import Subscriptions
from shared.platform import platform
from shared.rules import ContentViolation, NotAllowed, NotFound, RuleViolation
from shared.staff import StaffAccount, issue_token, new_signing_key
from shared.timers import Timers
from shared.typed import UNSENT, Unsent


@dataclass(frozen=True, kw_only=True)
class Letter(Body):
    text: Annotated[str, Text(50)]
    day: date | Unsent = UNSENT
    age: Annotated[int, Whole(0, 150)] | Unsent = UNSENT
    flag: bool | Unsent = UNSENT
    id: UUID | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class Number(Answer):
    number: int


def toy() -> gate.Blueprint:
    blueprint = gate.Blueprint("toy", __name__)

    @blueprint.route("/letters", methods=["POST"])
    @access.public
    @blueprint.arguments(Letter)
    @blueprint.response(201, Number)
    def write(letter):
        def work(session):
            if letter.text == "refuse":
                raise RuleViolation("not now", code="letter.not_now", legal=("wait",))
            if letter.text == "not mine":
                raise NotAllowed("who leads the section writes it")
            if letter.text == "field":
                raise ContentViolation("not this", code="letter.bad", field="items.0.text")
            session.execute(text("INSERT INTO rate_window VALUES (:b, now(), 1)"), {"b": str(uuid4())})
            if letter.text == "crash":
                raise RuntimeError("Arta, 12, Rruga e Shembullit")
            return Number(number=session.execute(text("SELECT count(*) FROM rate_window")).scalar_one())

        return idempotency.answer(work, 201)

    @blueprint.route("/letters/<uuid:letter_id>", methods=["GET"])
    @access.staff("case_officer")
    @blueprint.response(200, Number)
    def read(letter_id):
        raise NotFound

    @blueprint.route("/limited", methods=["GET"])
    @access.public
    @blueprint.response(200, Number)
    def limited():
        with platform().database.transaction() as session:
            limits.count(session, "toy", "k", most=2, seconds=60)
        return Number(number=1)

    return blueprint


@pytest.fixture
def app(settings, clean_databases):
    app = create_app(
        Service(name="cases", api=[toy()], pages=[], subscriptions=Subscriptions("cases"), timers=Timers()), settings
    )
    yield app
    app.extensions["besa"].database.dispose()


@pytest.fixture
def client(app):
    return app.test_client()


def post(client, body, **headers):
    raw = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return client.post("/cases/api/v1/letters", data=raw, headers={"Content-Type": "application/json", **headers})


def rows(app) -> int:
    with app.extensions["besa"].database.reading() as session:
        return session.execute(text("SELECT count(*) FROM rate_window")).scalar_one()


MALFORMED = {
    "empty": "", "spaces": "  ", "trailing": '{"text":"a"} x', "two": '{"text":"a"}{"text":"a"}', "cut": '{"text":',
    "quotes": "{'text': 'a'}", "comma": '{"text":"a",}', "comment": '{"text":"a"/**/}', "NaN": '{"age": NaN}',
    "Infinity": '{"age": Infinity}', "1e400": '{"age": 1e400}', "leading zero": '{"age": 01}', "hex": '{"age": 0x1}',
    "long integer": '{"age": ' + "9" * 5000 + "}", "key twice": '{"text":"a","text":"b"}',
    "key twice by escape": '{"text":"a","te\\u0078t":"b"}', "deep": "[" * 100_000, "BOM": "\ufeff{}".encode(),
    "UTF-16": '{"text":"a"}'.encode("utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_a_body_that_is_not_json_is_400_and_nothing_is_written(app, client, name):
    answer = post(client, MALFORMED[name])
    assert answer.status_code == 400, answer.json
    assert answer.content_type == "application/problem+json"
    assert rows(app) == 0


INVALID = {
    "null": None, "true": True, "number": 7, "string": '"x"', "list": [], "list of objects": [{"text": "a"}], "nothing": {},
    "unknown member": {"text": "a", "role": "admin"}, "proto": {"text": "a", "__proto__": {}}, "empty text": {"text": ""},
    "spaces only": {"text": " \u200b "}, "too long": {"text": "a" * 51}, "NUL": {"text": "a\u0000"},
    "control": {"text": "a\u0007"}, "RTL override": {"text": "a\u202eb"}, "marks": {"text": "a" + "\u0301" * 20},
    "number for text": {"text": 7}, "age as text": {"text": "a", "age": "7"}, "age true": {"text": "a", "age": True},
    "age 1.5": {"text": "a", "age": 1.5}, "age -1": {"text": "a", "age": -1}, "age 151": {"text": "a", "age": 151},
    "age 2**63": {"text": "a", "age": 2**63}, "flag 1": {"text": "a", "flag": 1}, "flag yes": {"text": "a", "flag": "yes"},
    "30 February": {"text": "a", "day": "2026-02-30"}, "infinity": {"text": "a", "day": "infinity"},
    "now": {"text": "a", "day": "now"}, "year 10000": {"text": "a", "day": "10000-01-01"},
    "slashes": {"text": "a", "day": "13/02/2027"}, "week date": {"text": "a", "day": "2027-W01-1"},
    "compact date": {"text": "a", "day": "20270102"}, "with a time": {"text": "a", "day": "2027-01-02T00:00:00Z"},
    "upper-case id": {"text": "a", "id": str(uuid4()).upper()}, "urn": {"text": "a", "id": f"urn:uuid:{uuid4()}"},
}  # fmt: skip


@pytest.mark.parametrize("name", INVALID)
def test_valid_json_with_invalid_content_is_422_and_names_where(app, client, name):
    answer = post(client, INVALID[name])
    assert answer.status_code == 422, answer.json
    assert answer.content_type == "application/problem+json"
    # RFC 6901: the empty pointer is the whole body.
    assert answer.json["errors"][0]["pointer"][:1] == ("/" if isinstance(INVALID[name], dict) else "")
    assert rows(app) == 0


def test_a_lone_surrogate_is_refused(app, client):
    assert post(client, '{"text": "\\ud800"}').status_code == 422
    assert rows(app) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Encoding": "gzip"},
        {"Content-Type": "application/json; charset=latin-1"},
    ],
)
def test_another_media_type_is_415(client, headers):
    assert post(client, {"text": "a"}, **headers).status_code == 415


def test_a_body_over_the_limit_is_413(client):
    assert post(client, json.dumps({"text": "a" * 300_000})).status_code == 413


def test_text_comes_in_one_form(client):
    assert post(client, {"text": " E\u0308ngje\u0308ll \r\n"}).status_code == 201


def test_a_refusal_never_repeats_the_value_that_was_sent(client):
    marked = "zzq-7731"
    answer = post(client, {"text": marked * 20, marked: marked, "day": marked, "id": marked})
    assert answer.status_code == 422
    # A member's own name is the pointer; its value is nowhere.
    assert marked not in json.dumps([error["code"] for error in answer.json["errors"]])


def test_an_illegal_step_is_409_and_names_the_legal_ones(client):
    answer = post(client, {"text": "refuse"})
    assert answer.status_code == 409
    assert answer.json["legal"] == ["wait"]
    assert answer.json["type"] == "urn:besa:problem:letter.not_now"


def test_what_a_person_may_not_do_is_403_and_says_whose_it_is(client):
    answer = post(client, {"text": "not mine"})
    assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
    assert {name: value for name, value in answer.json.items() if name != "rid"} == {
        "type": "urn:besa:problem:not_allowed",
        "title": "Forbidden",
        "status": 403,
        "code": "not_allowed",
        "detail": "who leads the section writes it",
    }


def test_content_that_a_rule_refuses_is_422_with_its_pointer(client):
    answer = post(client, {"text": "field"})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/items/0/text")


def test_a_fault_of_ours_is_500_without_a_word_of_it_and_nothing_half_written(app, client):
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines("cases"))
    logging.getLogger().addHandler(handler)
    answer = post(client, {"text": "crash"})
    assert answer.status_code == 500
    assert "Arta" not in answer.get_data(as_text=True)
    assert rows(app) == 0
    logging.getLogger().removeHandler(handler)
    logged = lines.getvalue()
    assert "Arta" not in logged
    fault, request = (json.loads(line) for line in logged.splitlines())
    assert fault["error"] == "RuntimeError"
    assert (request["status"], request["outcome"], request["rid"]) == (500, "internal_error", answer.json["rid"])


def test_the_same_key_and_body_give_the_stored_answer_and_no_second_effect(app, client):
    answers = [post(client, {"text": "a"}, **{"Idempotency-Key": "k1"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.get_data() for answer in answers}) == 1
    assert rows(app) == 1


def test_the_same_key_with_another_body_is_422(app, client):
    post(client, {"text": "a"}, **{"Idempotency-Key": "k1"})
    answer = post(client, {"text": "b"}, **{"Idempotency-Key": "k1"})
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
    assert rows(app) == 1


def test_a_refused_request_may_be_sent_again_under_its_key(app, client):
    assert post(client, {"text": "crash"}, **{"Idempotency-Key": "k1"}).status_code == 500
    assert rows(app) == 0
    with app.extensions["besa"].database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM idempotent_answer")).scalar_one() == 0


def test_twenty_at_once_with_one_key_have_one_effect(app):
    statuses = []

    def one():
        statuses.append(post(app.test_client(), {"text": "a"}, **{"Idempotency-Key": "k"}).status_code)

    threads = [threading.Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {201, 503}
    assert statuses.count(201) >= 1
    assert rows(app) == 1


def test_a_stored_answer_cannot_be_read_from_the_database(app, client):
    body = post(client, {"text": "a"}, **{"Idempotency-Key": "k1"}).get_data()
    with app.extensions["besa"].database.reading() as session:
        row = session.execute(text("SELECT * FROM idempotent_answer")).one()
    assert body not in bytes(row.sealed_body)
    assert "k1" not in [str(value) for value in row]


@pytest.mark.parametrize("key", ["", "a" * 256, "ë", "a\tb"])
def test_a_malformed_key_is_400(client, key):
    assert post(client, {"text": "a"}, **{"Idempotency-Key": key}).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/cases/api/v1/nothing", "/cases/api/v1/letters/7", "/cases/api/v1/letters/%00", "/cases/api/v1/..%2f..%2fetc"],
)
def test_an_unknown_path_is_404_problem_json(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_a_method_that_is_not_there_is_405_and_names_those_that_are(client):
    answer = client.delete("/cases/api/v1/letters")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_limit_is_429_and_says_when_to_come_back(client):
    assert [client.get("/cases/api/v1/limited").status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get("/cases/api/v1/limited").headers
    assert (refused["Retry-After"], refused["RateLimit"]) == ("60", '"toy";r=0;t=60')
    assert refused["RateLimit-Policy"] == '"toy";q=2;w=60'


@pytest.fixture
def keys(app, settings):
    signing, verify = new_signing_key()
    object.__setattr__(app.extensions["besa"].settings, "staff_verify_key", verify)
    return signing


def account(app, roles, *, active=True, valid_from=None):
    staff_id = uuid4()
    with app.extensions["besa"].database.transaction() as session:
        begin = valid_from or datetime(2026, 1, 1, tzinfo=UTC)
        session.add(StaffAccount(id=staff_id, roles=roles, active=active, sessions_valid_from=begin))
    return staff_id


def status_with(client, token) -> int:
    path = f"/cases/api/v1/letters/{uuid4()}"
    return client.get(path, headers={"Authorization": f"Bearer {token}"} if token else {}).status_code


def test_who_may_call_is_decided_before_what_exists(app, client, keys):
    assert status_with(client, None) == 401
    assert status_with(client, issue_token(keys, account(app, ["auditor"]))) == 403
    assert status_with(client, issue_token(keys, account(app, ["case_officer"]))) == 404


def test_a_session_dies_with_its_account_its_roles_and_its_time(app, client, keys):
    soon = datetime.now(UTC) + timedelta(hours=1)
    assert status_with(client, issue_token(keys, account(app, ["case_officer"], active=False))) == 401
    assert status_with(client, issue_token(keys, account(app, ["case_officer"], valid_from=soon))) == 401
    assert status_with(client, issue_token(keys, account(app, ["case_officer"]), hours=-1)) == 401
    assert status_with(client, issue_token(keys, account(app, ["case_officer"]), hours=100)) == 401
    assert status_with(client, issue_token(keys, uuid4())) == 401


def test_forged_tokens_are_401(app, client, keys):
    other, _ = new_signing_key()
    good = issue_token(keys, account(app, ["case_officer"]))
    head, claims, signature = good.split(".")
    none = "eyJhbGciOiJub25lIn0"
    for token in (
        issue_token(other, uuid4()),
        f"{none}.{claims}.",
        f"{head}.{claims}.{signature[:-4]}AAAA",
        "x",
        "a.b.c",
        "x" * 5000,
    ):
        assert status_with(client, token) == 401


def test_an_id_in_upper_case_is_404(app, client, keys):
    token = issue_token(keys, account(app, ["case_officer"]))
    answer = client.get(f"/cases/api/v1/letters/{str(uuid4()).upper()}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 404


def test_the_api_takes_no_cookie(app, client, keys):
    client.set_cookie("besa_staff", issue_token(keys, account(app, ["case_officer"])), path="/")
    assert client.get(f"/cases/api/v1/letters/{uuid4()}").status_code == 401


def test_a_route_without_an_access_rule_stops_the_start(settings, clean_databases):
    blueprint = gate.Blueprint("open", __name__)

    @blueprint.route("/open", methods=["GET"])
    def opened():
        return {}

    with pytest.raises(RuntimeError, match="without an access rule"):
        create_app(Service("cases", [blueprint], [], Subscriptions("cases"), Timers()), settings)


def test_health_says_a_word_and_metrics_name_routes_by_template(client):
    assert client.get("/cases/livez").json == {"status": "ok"}
    assert client.get("/cases/readyz").json == {"status": "ok"}
    client.get(f"/cases/api/v1/letters/{uuid4()}")
    metrics = client.get("/cases/metrics").get_data(as_text=True)
    assert 'route="/cases/api/v1/letters/<uuid:letter_id>"' in metrics


def test_with_the_database_away_the_answer_is_503_and_says_when_to_try_again(settings):
    from dataclasses import replace

    away = replace(settings, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    client = create_app(Service("cases", [toy()], [], Subscriptions("cases"), Timers()), away).test_client()
    answer = post(client, {"text": "a"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert client.get("/cases/readyz").status_code == 503
    assert client.get("/cases/livez").status_code == 200
