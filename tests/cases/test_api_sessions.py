"""Logging in over the API, and who may be given a case."""

import json
from uuid import uuid4

import pytest

from services.cases.actions import staff
from shared.clock import utc_now
from shared.events import catalogue
from shared.principal import Principal
from tests.cases.bench import API, COSTS, PASSWORD, Person
from tests.hashing import real
from tests.strangers import apart

TESTER = Principal("operator:test")


def log_in(bench, username, password=PASSWORD, **more):
    return bench.app.test_client().post(f"{API}/sessions", json={"username": username, "password": password, **more})


@pytest.fixture
def member(bench):
    with bench.platform.database.transaction() as session:
        return staff.add(
            TESTER, session, "Ekspert.Shembull", "Shembull Eksperti", ["case_officer"], PASSWORD, now=utc_now()
        )


def test_a_token_opens_the_doors_of_its_role(bench, member):
    answer = log_in(bench, "ekspert.shembull")
    assert answer.status_code == 201
    assert set(answer.json) == {"token", "session_id", "expires_at", "staff_id", "name", "roles"}
    person = Person(bench.app.test_client(), member.id, ("case_officer",), answer.json["token"])
    assert person.get("/cases").status_code == 200
    assert bench.audited("staff.logged_in", member.id) == 1


def test_a_token_in_a_cookie_opens_no_door_of_the_api(bench, member):
    client = bench.app.test_client()
    client.set_cookie("besa_staff", log_in(bench, "ekspert.shembull").json["token"])
    assert client.get(f"{API}/cases").status_code == 401


@pytest.mark.parametrize(("username", "password"), [("ekspert.shembull", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(bench, member, username, password):
    answer = log_in(bench, username, password)
    assert (answer.status_code, answer.json["code"]) == (401, "wrong_log_in")
    assert "token" not in answer.json


def test_what_is_stored_of_a_password_is_slow_to_guess():
    with real(staff.HASHER, COSTS):
        assert staff.HASHER.hash(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_name_that_nobody_has_costs_the_same_as_a_wrong_password(bench, member, compared_hashes):
    for number, username in enumerate(("ekspert.shembull", "nobody")):
        body = {"username": username, "password": "wrong"}
        answer = bench.app.test_client().post(f"{API}/sessions", json=body, environ_base={"REMOTE_ADDR": apart(number)})
        assert answer.status_code == 401
    known, unknown = compared_hashes
    assert known == unknown


def test_a_change_of_roles_ends_the_sessions_and_is_told(bench, member):
    person = Person(bench.app.test_client(), member.id, (), log_in(bench, "ekspert.shembull").json["token"])
    with bench.platform.database.transaction() as session:
        staff.change_roles(TESTER, session, "ekspert.shembull", ["approver"], now=utc_now())
    assert person.get("/cases").status_code == 401
    told = bench.told(catalogue.StaffChanged, staff_id=member.id)
    assert [one["roles"] for one in told] == [["case_officer"], ["approver"]]
    assert told[1]["sessions_valid_from"] > told[0]["sessions_valid_from"]


def test_a_deactivated_account_is_out_and_does_not_come_in(bench, member):
    person = Person(bench.app.test_client(), member.id, (), log_in(bench, "ekspert.shembull").json["token"])
    with bench.platform.database.transaction() as session:
        staff.deactivate(TESTER, session, "ekspert.shembull", now=utc_now())
    assert person.get("/cases").status_code == 401
    assert log_in(bench, "ekspert.shembull").status_code == 401
    assert bench.told(catalogue.StaffChanged, staff_id=member.id)[-1]["active"] is False


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "x"},
        {"username": 1, "password": "x"},
        {"username": "x", "password": "\ud800"},
        {"username": "x", "password": "y" * 201},
        {"username": "x\x00", "password": "y"},
        {"username": "x", "password": "y", "admin": True},
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_hashed(bench, body):
    answer = bench.app.test_client().post(f"{API}/sessions", json=body)
    assert answer.status_code == 422


def test_the_list_of_staff_is_for_those_who_assign(bench, officer, approver):
    found = approver.get("/staff?role=case_officer").json["items"]
    assert [one["id"] for one in found] == [str(officer.id)]
    assert "password_hash" not in found[0]
    assert bench.person("publisher").get("/staff").status_code == 403
    assert approver.get("/staff?role=king").status_code == 422


class TestCommands:
    def run(self, bench, *words, **options):
        return bench.app.test_cli_runner().invoke(args=["staff", *words], **options)

    def test_an_account_is_made_with_a_password_that_is_shown_once(self, bench):
        made = self.run(bench, "add", "ana.shembull", "--role", "approver", "--name", "Ana Shembull")
        assert made.exit_code == 0, made.output
        shown = json.loads(made.output)
        assert shown["roles"] == ["approver"]
        first = log_in(bench, "ana.shembull", shown["password"])
        assert (first.status_code, first.json["code"]) == (409, "password_must_change")
        again = self.run(bench, "add", "ana.shembull", "--role", "approver")
        assert again.exit_code == 1
        assert "staff.username_taken" in again.output

    def test_a_password_may_come_from_outside_and_is_not_shown(self, bench):
        made = self.run(bench, "add", "ana", "--role", "auditor", "--password-stdin", input=f"{PASSWORD}\n")
        assert "password" not in made.output
        assert log_in(bench, "ana").status_code == 409
        kept = ("--password-stdin", "--kept")
        assert self.run(bench, "password", "ana", *kept, input=f"{PASSWORD}\n").exit_code == 0
        assert log_in(bench, "ana").status_code == 201

    @pytest.mark.parametrize(
        "words",
        [
            ["add", "ana"],
            ["add", "ana", "--role", "king"],
            ["add", "ana", "--role", "admin", "--role", "approver"],
            ["roles", "nobody", "--role", "auditor"],
            ["deactivate", "nobody"],
            ["title", "nobody", "feminine"],
            ["title", "ana", "queen"],
        ],
    )
    def test_what_makes_no_sense_is_refused(self, bench, words):
        ended = self.run(bench, *words)
        assert ended.exit_code != 0
        assert bench.scalar("SELECT count(*) FROM staff_account") == 0

    @pytest.mark.parametrize(
        ("password", "code"),
        [
            ("short", "password_short"),
            ("y" * 201, "password_long"),
            ("qwertyuiopasdfghjkl", "password_breached"),
            ("ana.shembull 2026", "password_guessable"),
        ],
    )
    def test_a_password_that_is_guessed_first_is_refused(self, bench, password, code):
        new = ["add", "ana.shembull", "--role", "auditor", "--password-stdin"]
        made = self.run(bench, *new, input=f"{password}\n")
        assert (made.exit_code, code in made.output) == (1, True)
        self.run(bench, *new[:-1])
        changed = self.run(bench, "password", "ana.shembull", "--password-stdin", input=f"{password}\n")
        assert (changed.exit_code, code in changed.output) == (1, True)

    def test_roles_and_state_are_changed(self, bench):
        self.run(bench, "add", "ana", "--role", "auditor")
        assert '"roles": ["publisher"]' in self.run(bench, "roles", "ana", "--role", "publisher").output
        assert '"active": false' in self.run(bench, "deactivate", "ana").output
        assert self.run(bench, "password", "ana").exit_code == 0

    def test_how_the_function_of_somebody_is_called_is_said_and_taken_back(self, bench):
        self.run(bench, "add", "ana", "--role", "approver")
        forms = []
        for form in ("feminine", "both"):
            assert self.run(bench, "title", "ana", form).exit_code == 0
            forms.append(bench.scalar("SELECT title_form FROM staff_member"))
        assert forms == ["feminine", None]


def test_a_forged_token_opens_nothing(bench, officer):
    head, body, signature = officer.token.split(".")
    for token in (f"{head}.{body}.{signature[::-1]}", f"{head}.{body}.", "x", str(uuid4()), "e30.e30.e30"):
        assert Person(officer.client, officer.id, (), token).get("/cases").status_code == 401
