"""Whatever is sent, the answer names what is wrong and nothing of it remains."""

import pytest
from sqlalchemy import text

from services.partners.queries import wall
from tests.partners.bench import answers_to

BODIES = [
    (b"", 400),
    (b"   ", 400),
    (b"null", 422),
    (b"true", 422),
    (b"7", 422),
    (b'"x"', 422),
    (b"[]", 422),
    (b"[{}]", 422),
    (b"{}x", 400),
    (b"{} {}", 400),
    (b"{", 400),
    (b"{'a': 1}", 400),
    (b'{"a": 1,}', 400),
    (b'{"a": NaN}', 400),
    (b'{"a": Infinity}', 400),
    (b'{"a": 1e400}', 400),
    (b'{"a": 01}', 400),
    (b'{"a": ' + b"9" * 5000 + b"}", 400),
    (b'{"items": [], "items": []}', 400),
    (b'{"__proto__": {}}', 422),
    (b'{"a\\u0000b": 1}', 422),
    (b'{"reasons": "\\ud800"}', 422),
    (b"[" * 100_000, 400),
    (b'{"a":' * 40 + b"1" + b"}" * 40, 400),
    (b"\xef\xbb\xbf{}", 400),
    (b"\xff\xfe", 400),
    (b"{" + b" " * 300_000 + b"}", 413),
    (b"{}", 422),
]
ROUTES = ["acknowledgement", "replies", "extension-requests", "progress"]


@pytest.mark.parametrize("route", ROUTES)
def test_no_body_of_a_letters_routes_is_a_fault_of_ours_or_leaves_anything(bench, letter, pair, route):
    machine, dispatch_id = letter
    for body, status in BODIES:
        answer = machine.call("POST", f"/dispatches/{dispatch_id}/{route}", data=body, content_type="application/json")
        assert answer.status_code == status, (route, body[:60], answer.text)
        assert answer.mimetype == "application/problem+json"
        if status == 422:
            assert answer.json["errors"]
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        for table in ("reply", "extension_request", "progress_report"):
            rows = session.execute(text(f"SELECT count(*) FROM {table} WHERE institution_id = :id"), {"id": pair[0].id})
            assert rows.scalar_one() == 0


@pytest.mark.parametrize("path", ["/institutions", "/institutions/{}/relations"])
def test_no_body_of_the_directorys_routes_is_a_fault_of_ours(bench, pair, path):
    office = bench.staff("admin")
    for body, status in BODIES:
        answer = office.call("POST", path.format(pair[0].id), data=body, content_type="application/json")
        assert answer.status_code == status, (body[:60], answer.text)


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1"]
)
def test_only_json_is_read(letter, content_type):
    machine, dispatch_id = letter
    answer = machine.call("POST", f"/dispatches/{dispatch_id}/replies", data=b"{}", content_type=content_type)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        "00000000-0000-0000-0000-000000000000",
        "%00",
        "%0d%0aX:y",
        "..%2f..%2fetc",
        "1",
        "-1",
        "99999999999999999999",
        "{}",
        "a" * 3000,
    ],
)
def test_what_is_no_id_is_not_there(letter, wrong):
    assert letter[0].get(f"/dispatches/{wrong}").status_code == 404


def test_ids_are_taken_in_one_form_only(letter):
    machine, dispatch_id = letter
    for form in (dispatch_id.upper(), f"{{{dispatch_id}}}", f"urn:uuid:{dispatch_id}", dispatch_id.replace("-", "")):
        assert machine.get(f"/dispatches/{form}").status_code == 404
    body = answers_to(machine, dispatch_id)
    body["items"][0]["item_id"] = body["items"][0]["item_id"].upper()
    assert machine.post(f"/dispatches/{dispatch_id}/replies", body).status_code == 422


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_malformed_idempotency_key_is_refused(letter, key):
    machine, dispatch_id = letter
    answer = machine.post(
        f"/dispatches/{dispatch_id}/replies", answers_to(machine, dispatch_id), headers={"Idempotency-Key": key}
    )
    assert answer.status_code == 400


def test_other_methods_are_refused_with_what_is_allowed(letter):
    machine, dispatch_id = letter
    answer = machine.call("DELETE", f"/dispatches/{dispatch_id}")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
