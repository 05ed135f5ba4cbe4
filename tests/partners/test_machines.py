"""Machines of bodies: OAuth 2.0 client credentials as RFC 6749 says, and tokens that die at once."""

import pytest
from sqlalchemy import text

from services.partners.actions import machines
from tests.partners.bench import BY, Machine, entries, token


@pytest.fixture
def known(bench, pair):
    """Client id and secret of a machine."""
    return bench.credentials(pair[0])


def test_a_machine_gets_a_token_for_an_hour(bench, known):
    answer = token(bench.app.test_client(), *known)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["expires_in"] == 3600
    assert answer.json["scope"] == "dispatch:read reply:write"
    machine = Machine(bench.app.test_client(), answer.json["access_token"])
    assert machine.get("/dispatches").status_code == 200


def test_the_secret_may_stand_in_the_form(bench, known):
    form = {"grant_type": "client_credentials", "client_id": known[0], "client_secret": known[1]}
    assert bench.app.test_client().post("/partners/oauth/token", data=form).status_code == 200


def test_only_digests_are_kept(bench, known):
    made = token(bench.app.test_client(), *known).json["access_token"]
    with bench.platform.database.reading() as session:
        kept = session.execute(
            text(
                "SELECT (SELECT string_agg(t::text, '') FROM access_token t) || (SELECT string_agg(c::text, '') FROM partner_client c)"
            )
        ).scalar_one()
    assert made not in kept
    assert known[1] not in kept


def test_fewer_scopes_may_be_asked_for_and_no_others(bench, known):
    client = bench.app.test_client()
    narrow = token(client, *known, scope="dispatch:read")
    assert narrow.json["scope"] == "dispatch:read"
    for scope in ("admin", "dispatch:read admin"):
        wide = token(client, *known, scope=scope)
        assert (wide.status_code, wide.json["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
    ],
)
def test_other_grants_are_refused(bench, known, form, error):
    answer = bench.app.test_client().post("/partners/oauth/token", data=form, auth=known)
    assert (answer.status_code, answer.json["error"]) == (400, error)


def test_a_wrong_secret_and_an_unknown_machine_get_the_same_answer(bench, known):
    client = bench.app.test_client()
    answers = [
        token(client, known[0], "e gabuar"),
        token(client, "nuk-ka", "e gabuar"),
        token(client, "nuk\x00ka", "e gabuar"),
        token(client, "x" * 3000, "e gabuar"),
        token(client, "Ë", "e gabuar"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json["error"] == "invalid_client"


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"grant_type": "client_credentials"}},
        {"data": b"\xff\xfe", "content_type": "application/x-www-form-urlencoded"},
        {
            "data": "grant_type=client_credentials&grant_type=client_credentials",
            "content_type": "application/x-www-form-urlencoded",
        },
        {"headers": {"Authorization": "Basic !!!"}},
        {"headers": {"Authorization": "Basic"}},
        {"headers": {"Authorization": "Bearer x"}},
    ],
)
def test_no_input_of_the_token_route_is_a_fault_of_ours(bench, sent):
    answer = bench.app.test_client().post("/partners/oauth/token", **sent)
    assert answer.status_code in {400, 401}
    assert "error" in answer.json


def test_a_machine_that_is_switched_off_is_out_at_once(bench, pair):
    client_id, secret = bench.credentials(pair[0])
    client = bench.app.test_client()
    machine = Machine(client, token(client, client_id, secret).json["access_token"])
    assert machine.get("/dispatches").status_code == 200
    bench.platform.database.run(lambda session: machines.deactivate_client(BY, session, client_id))
    assert machine.get("/dispatches").status_code == 401
    assert token(client, client_id, secret).status_code == 401


def test_an_old_token_is_dead(bench, pair):
    machine = bench.machine(pair[0])
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE access_token SET expires_at = now() - interval '1 second'"))
    assert machine.get("/dispatches").status_code == 401


def test_several_machines_of_one_body_see_the_same(bench, pair):
    first, second = bench.machine(pair[0]), bench.machine(pair[0])
    bench.issue(pair[0])
    seen = [entries(machine, 1) for machine in (first, second)]
    assert [entry["id"] for entry in seen[0]] == [entry["id"] for entry in seen[1]]


def test_a_token_opens_no_page(bench, pair):
    machine = bench.machine(pair[0])
    answer = machine.client.get("/partners/inbox", headers={"Authorization": f"Bearer {machine.token}"})
    assert answer.status_code == 302
