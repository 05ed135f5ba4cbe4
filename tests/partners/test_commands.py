"""The commands with which an operator sets partners up: one JSON object each, secrets shown once."""

import json
from uuid import uuid4

from sqlalchemy import text

from services.partners import data
from services.partners.data import institution_id
from tests.partners.bench import Machine, sign_in, token


def run(bench, *arguments, stdin=None, fails=False):
    with bench.app.app_context():  # as the command `flask` does
        result = bench.app.test_cli_runner().invoke(args=list(arguments), input=stdin)
    assert (result.exit_code != 0) is fails, result.output
    return result.output if fails else json.loads(result.output)


def test_the_directory_is_loaded_by_a_command(directory):
    counted = {"institutions": len(data.institutions()), "relations": len(data.relations())}
    assert run(directory, "load-institutions") == {**counted, "changed": 0}


def test_a_user_is_added_comes_in_and_is_switched_off(directory):
    name = f"shembull.{uuid4().hex[:8]}"
    made = run(directory, "partner-user", "add", "--institution", "bashkia-elbasan", "--username", name)
    assert made["institution_id"] == str(institution_id("bashkia-elbasan"))
    led = sign_in(directory.app.test_client(), name, made["password"])
    assert (led.status_code, led.location) == (303, "/partners/login/password")
    again = run(directory, "partner-user", "add", "--institution", "bashkia-elbasan", "--username", name, fails=True)
    assert "in use" in again
    assert run(directory, "partner-user", "deactivate", "--username", name)["active"] is False
    assert sign_in(directory.app.test_client(), name, made["password"]).status_code == 422


def test_a_password_may_come_by_standard_input_and_is_then_not_printed(bench, pair):
    name = f"shembull.{uuid4().hex[:8]}"
    arguments = [
        "partner-user",
        "add",
        "--institution",
        pair[0].key,
        "--username",
        name,
        "--role",
        "partner_admin",
        "--password-stdin",
        "--kept",
    ]
    assert "at least" in run(bench, *arguments, stdin="e shkurtër\n", fails=True)
    made = run(bench, *arguments, stdin="nje fjalekalim tjeter\n")
    assert "password" not in made
    assert made["role"] == "partner_admin"
    assert sign_in(bench.app.test_client(), name, "nje fjalekalim tjeter").location == "/partners/inbox"


def test_a_machine_is_registered_comes_in_and_is_switched_off(bench, pair):
    made = run(bench, "partner-client", "add", "--institution", pair[0].key, "--name", "Protokolli")
    assert made["scopes"] == ["dispatch:read", "reply:write"]
    client = bench.app.test_client()
    got = token(client, made["client_id"], made["client_secret"])
    assert Machine(client, got.json["access_token"]).get("/dispatches").status_code == 200
    assert run(bench, "partner-client", "deactivate", "--client-id", made["client_id"])["active"] is False
    assert token(client, made["client_id"], made["client_secret"]).status_code == 401


def test_a_machine_may_be_given_less(bench, pair):
    arguments = ["partner-client", "add", "--institution", pair[0].key, "--name", "Lexues", "--scope", "dispatch:read"]
    assert run(bench, *arguments)["scopes"] == ["dispatch:read"]


def test_what_is_not_known_is_said(bench):
    for arguments in (
        ("partner-user", "add", "--institution", "nuk-ka", "--username", "dikush"),
        ("partner-client", "add", "--institution", "nuk-ka", "--name", "x"),
        ("partner-user", "deactivate", "--username", "nuk.ka"),
        ("partner-client", "deactivate", "--client-id", "nuk-ka"),
        ("partner-user", "add", "--institution", "nuk-ka", "--username", "Emër i keq"),
    ):
        assert "Error" in run(bench, *arguments, fails=True)


def test_reconcile_lists_what_is_unaccounted_for_and_asks_again_only_when_told(directory):
    def reconcile(*words):
        with directory.app.app_context():
            return directory.app.test_cli_runner().invoke(args=["reconcile", *words])

    assert reconcile().exit_code == 0
    row = "(gen_random_uuid(), 'cases', 'cases.recommendation', 'missing', 7, now(), 6, now())"
    with directory.platform.database.transaction() as session:
        columns = "message_id, publisher, stream, kind, theirs, noted_at, asked, ask_at"
        session.execute(text(f"INSERT INTO unaccounted_event ({columns}) VALUES {row}"))
    listed = reconcile()
    assert listed.exit_code == 1
    assert "cases: 1 missing, 0 alien, 0 different" in listed.output
    assert "cases.recommendation  missing" in listed.output
    reconcile("--again")
    with directory.platform.database.reading() as session:
        said = session.execute(text("SELECT routing_key, body FROM control_message")).all()
    assert "partners.control.cases" in {key for key, body in said if "asked_for_parts" in body}
    assert [key for key, body in said if "asked_again" in body] == ["partners.control.cases"]
