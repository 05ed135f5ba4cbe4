"""Every route of intake, asked by every kind of caller."""

import io
from uuid import uuid4

import pytest

from tests.intake.conftest import BASE, CHILD, PARENT, ROLES, WORDS
from tests.intake.files import PDF

OFFICERS = {"intake_officer", "case_officer", "approver", "commissioner"}
CALLERS = ("nobody", "complainant", "forged", *ROLES)
STAFF_ROUTES = [
    ("GET", "/complaints", None),
    ("GET", "/figures", None),
    ("GET", "/counselling", None),
    ("POST", "/counselling", {"channel": "phone", "role": "parent", "life_area": "school", "way_out": "come_back"}),
    ("GET", "/complaints/{id}", None),
    ("POST", "/complaints/{id}/openings", {"reason": "review"}),
    ("POST", "/complaints/{id}/decision", {"outcome": "counselled"}),
    ("POST", "/complaints/{id}/messages", {"text": "Po"}),
    ("POST", "/complaints/{id}/guardian-conflict", {"in_conflict": False}),
    ("GET", "/complaints/{id}/files/{file}", None),
]
#: What the planted complaint is not ready for, or only whoever leads may do: asked for what is not there alone. Who may call
#: any route at all is in tests/security/matrix.yaml.
LATER_ROUTES = [
    ("GET", "/complaints/{id}/likely-duplicates", None),
    ("POST", "/complaints/{id}/own-initiative", {"summary": "Fakte pa emra.", "rights": ["28"]}),
    ("POST", "/complaints/{id}/reopening", {"reason": "new_facts"}),
    ("GET", "/complaints/{id}/exclusions", None),
    ("POST", "/complaints/{id}/exclusions", {"staff_id": str(uuid4()), "excluded": True, "reason": "Kushëri"}),
    ("GET", "/complaints/{id}/releases", None),
    ("POST", "/complaints/{id}/releases",
     {"recommendation_id": str(uuid4()), "institution_id": str(uuid4()), "data": ["child_name"], "reason": "Duhet"}),
    ("POST", "/complaints/{id}/releases/{file}/decision", {"release": True}),
]  # fmt: skip
OWN_ROUTES = [("GET", "/complaints/mine", None), ("POST", "/complaints/mine/messages", {"text": "Po"})]
PAGES = [
    ("GET", "/intake/staff/complaints"),
    ("GET", "/intake/staff/complaints/new"),
    ("POST", "/intake/staff/complaints/new"),
    ("GET", "/intake/staff/counselling"),
    ("POST", "/intake/staff/counselling"),
    ("GET", "/intake/staff/figures"),
    ("GET", "/intake/staff/complaints/{id}"),
    ("GET", "/intake/staff/complaints/{id}/file"),
    ("GET", "/intake/staff/complaints/{id}/files/{file}"),
    ("POST", "/intake/staff/complaints/{id}/openings"),
    ("POST", "/intake/staff/complaints/{id}/decision"),
    ("POST", "/intake/staff/complaints/{id}/messages"),
    ("POST", "/intake/staff/complaints/{id}/conflict"),
]


@pytest.fixture
def planted(world):
    """A complaint full of canaries, with a file."""
    told = world.complain(submitter={"role": "parent", "name": PARENT})
    data = {"file": (io.BytesIO(PDF), f"{CHILD}.pdf")}
    url = f"{BASE}/complaints/mine/files"
    stored = world.client.post(url, data=data, headers={"Receipt-Code": told["receipt_code"]}).get_json()
    return told | {"file": stored["id"]}


def headers_of(world, planted, caller):
    if caller == "complainant":
        return {"Receipt-Code": planted["receipt_code"]}
    if caller == "forged":
        token = world.bearer("commissioner")["Authorization"]
        return {"Authorization": token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")}
    return world.bearer(caller) if caller in ROLES else {}


def expected(caller, allowed, own=False):
    if caller in ("nobody", "forged"):
        return {401}
    if caller == "complainant":
        return {200, 201} if own else {401}
    return allowed if caller in OFFICERS and not own else {403}


@pytest.mark.parametrize("caller", CALLERS)
def test_routes_of_the_api_answer_to_whom_they_are_for(world, planted, caller):
    headers = headers_of(world, planted, caller)
    for method, path, body in STAFF_ROUTES:
        url = BASE + path.format(id=planted["id"], file=planted["file"])
        answer = world.client.open(url, method=method, json=body, headers=headers)
        assert answer.status_code in expected(caller, {200, 201}), (caller, method, path, answer.get_json())
        if answer.status_code >= 400:
            assert not any(canary in answer.text for canary in (CHILD, PARENT, WORDS))
    for method, path, body in OWN_ROUTES:
        answer = world.client.open(BASE + path, method=method, json=body, headers=headers)
        assert answer.status_code in expected(caller, set(), own=True), (caller, method, path)


@pytest.mark.parametrize("caller", ["nobody", *ROLES])
def test_pages_of_staff_answer_to_officers_only(world, planted, caller):
    client = world.as_staff(caller) if caller in ROLES else world.client
    for method, path in PAGES:
        url = path.format(id=planted["id"], file=planted["file"])
        answer = client.open(url, method=method)
        if caller == "nobody":
            # What was typed is not led away from: the page that refuses it says where to sign in.
            assert answer.status_code == (302 if method == "GET" else 401), path
            assert "/cases/login" in (answer.location or answer.text), path
        elif caller in OFFICERS:
            assert answer.status_code in (200, 303, 409, 422), (path, answer.status_code)
        else:
            assert answer.status_code == 403, path
        assert not any(canary in answer.text for canary in (CHILD, PARENT, WORDS)), path


def test_a_cookie_opens_no_api_and_a_bearer_no_page(world, planted):
    assert world.as_staff("approver").get(f"{BASE}/complaints").status_code == 401
    page = world.client.get("/intake/staff/complaints", headers=world.bearer("approver"))
    assert page.status_code == 302


def test_a_receipt_code_opens_no_page_and_no_other_complaint(world, planted):
    other = world.complain()
    headers = {"Receipt-Code": other["receipt_code"]}
    assert world.client.get(f"{BASE}/complaints/{planted['id']}", headers=headers).status_code == 401
    assert world.client.post("/intake/mine/messages", data={"text": "Po"}, headers=headers).status_code == 302


@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_what_is_not_there_is_not_found_on_every_route(world, role):
    later = LATER_ROUTES if role in ("approver", "commissioner") else []
    for method, path, body in (route for route in [*STAFF_ROUTES, *later] if "{id}" in route[1]):
        url = BASE + path.format(id=uuid4(), file=uuid4())
        answer = world.client.open(url, method=method, json=body, headers=world.bearer(role))
        assert answer.status_code == 404, path


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(world, planted, method):
    for path in ("/complaints", "/complaints/mine", f"/complaints/{planted['id']}"):
        answer = world.client.open(BASE + path, method=method, headers=world.bearer("commissioner"))
        assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
        assert "GET" in answer.headers["Allow"]
