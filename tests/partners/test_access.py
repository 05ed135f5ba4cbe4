"""Who may call what: every route of this service, by every kind of caller."""

import re
from uuid import uuid4

import pytest

from shared.access import STAFF
from tests.partners.bench import API

ID = uuid4()
PARTNERS, OFFICE, STAFF_ONLY, SIGNED_IN, PUBLIC = "partners", "office", "staff", "signed in", "public"
#: Route → (who may, what its machines need); pages of people are apart.
RULES = {
    ("GET", "/institutions"): (SIGNED_IN, None),
    ("GET", f"/institutions/{ID}"): (SIGNED_IN, None),
    ("POST", "/institutions"): (OFFICE, None),
    ("PATCH", f"/institutions/{ID}"): (OFFICE, None),
    ("POST", f"/institutions/{ID}/relations"): (OFFICE, None),
    ("GET", "/dispatches"): (PARTNERS, "dispatch:read"),
    ("GET", f"/dispatches/{ID}"): (PARTNERS, "dispatch:read"),
    ("GET", f"/dispatches/{ID}/document"): (PARTNERS, "dispatch:read"),
    ("POST", f"/dispatches/{ID}/acknowledgement"): (PARTNERS, "dispatch:read"),
    ("GET", f"/dispatches/{ID}/replies"): (PARTNERS, "dispatch:read"),
    ("POST", f"/dispatches/{ID}/replies"): (PARTNERS, "reply:write"),
    ("POST", f"/dispatches/{ID}/extension-requests"): (PARTNERS, "reply:write"),
    ("POST", f"/dispatches/{ID}/progress"): (PARTNERS, "reply:write"),
    ("POST", "/files"): (PARTNERS, "reply:write"),
    ("GET", f"/files/{ID}"): (PARTNERS, "dispatch:read"),
    ("GET", "/keys"): (PUBLIC, None),
}
OFFICE_ROLES = {"admin", "commissioner", "approver"}
ROUTES = pytest.mark.parametrize(("method", "path"), RULES, ids=lambda value: str(value).replace(str(ID), "id"))
PAGES = {
    "/partners/inbox": "person",
    f"/partners/dispatches/{ID}": "person",
    f"/partners/dispatches/{ID}/reply": "person",
    f"/partners/dispatches/{ID}/extension": "person",
    f"/partners/files/{ID}": "person",
    "/partners/staff/institutions": "staff",
    f"/partners/staff/institutions/{ID}": "staff",
    "/partners/login": "public",
}


def status(caller, method, path):
    return caller.call(method, path).status_code


@ROUTES
def test_without_a_credential_only_what_is_public_is_answered(bench, method, path):
    answer = bench.app.test_client().open(f"{API}{path}", method=method)
    assert answer.status_code == (200 if RULES[method, path][0] == PUBLIC else 401)
    if answer.status_code == 401:
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@ROUTES
@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff(bench, method, path, role):
    who = RULES[method, path][0]
    allowed = who in {SIGNED_IN, PUBLIC} or (who == OFFICE and role in OFFICE_ROLES)
    assert (status(bench.staff(role), method, path) == 403) is not allowed


@ROUTES
@pytest.mark.parametrize("scopes", [("dispatch:read",), ("reply:write",), ("dispatch:read", "reply:write")])
def test_machines(bench, pair, method, path, scopes):
    who, needed = RULES[method, path]
    allowed = who in {SIGNED_IN, PUBLIC} or (who == PARTNERS and needed in scopes)
    assert (status(bench.machine(pair[0], *scopes), method, path) == 403) is not allowed


def test_no_route_is_forgotten_here(bench):
    routes = {
        (
            method,
            rule.rule.removeprefix(API)
            .replace("<uuid:", "")
            .replace("institution_id>", str(ID))
            .replace("dispatch_id>", str(ID))
            .replace("file_id>", str(ID)),
        )
        for rule in bench.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(API) and not rule.endpoint.startswith("api-docs")
    }
    assert routes == set(RULES)


def test_every_route_is_in_the_document_that_describes_them(bench):
    described = bench.app.test_client().get(f"{API}/openapi.json").json["paths"]
    found = {
        (method.upper(), path) for path, methods in described.items() for method in methods if method != "parameters"
    }
    assert len(found) == len(RULES)


def test_a_session_that_is_over_is_no_credential(bench):
    caller = bench.staff("admin")
    caller.token = caller.token[:-3] + "abc"
    assert status(caller, "GET", "/institutions") == 401


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.replace(str(ID), "id"))
def test_pages(bench, pair, path):
    who = PAGES[path]
    stranger = bench.app.test_client()
    assert stranger.get(path).status_code == (200 if who == "public" else 302)
    person = bench.browser(pair[0])
    assert (person.get(path).status_code == 403) is (who == "staff")
    staff = bench.app.test_client()
    staff.set_cookie("besa_staff", bench.staff("case_officer").token)
    assert (staff.get(path).status_code == 403) is (who == "person")


def test_no_page_is_forgotten_here(bench):
    pages = {
        rule.rule
        for rule in bench.app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint.split(".")[0] in {"log_in", "correspondence", "office"}
    }
    known = {path.replace(str(ID), "<uuid:x>") for path in PAGES} | {"/partners/"}
    assert {_anonymous(page) for page in pages} == known


def _anonymous(rule):
    return re.sub(r"<uuid:\w+>", "<uuid:x>", rule)
