"""In and out: the cookie that all four services read, what is said when it fails, and what happens after too many tries."""

from html import unescape
from urllib.parse import quote, urlsplit

import pytest

from shared.access import STAFF
from shared.app import STAFF_COOKIE
from tests.cases.pages_world import PASSWORD, World, office, said, settings, summary_links, world

__all__ = ["office", "world"]


def log_in(world: World, username: str, password: str = PASSWORD, url: str = "/cases/login"):
    client = world.client()
    return world.post(client, url, {"username": username, "password": password}), client


def test_the_right_password_leads_in_and_sets_the_cookie_of_all_services(world):
    response, client = log_in(world, world.username("case_officer"))
    assert response.status_code == 303
    assert response.headers["Location"] == "/cases/"
    cookie = client.get_cookie(STAFF_COOKIE, path="/")
    assert cookie.path == "/"
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert client.get("/cases/").status_code == 200


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_secure_where_the_settings_say_so(world, secure):
    from services.cases.app import create_app

    here = world.platform.settings
    app = create_app(settings(here.database_url, here.documents_url.removeprefix("file://"), secure=secure))
    client = app.test_client()
    other = World(app, people=world.people, suffix=world.suffix)
    base = "https://localhost" if secure else "http://localhost"
    page = client.get("/cases/login", base_url=base).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"username": other.username("case_officer"), "password": PASSWORD, "csrf_token": token}
    response = client.post("/cases/login", data=data, base_url=base)
    set_cookie = next(value for value in response.headers.getlist("Set-Cookie") if value.startswith(STAFF_COOKIE))
    assert ("Secure" in set_cookie) is secure
    app.extensions["besa"].dispose()


@pytest.mark.parametrize(("username", "password"), [("nobody", PASSWORD), ("case_officer", "another password")])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(world, username, password):
    known = world.username("case_officer") if username == "case_officer" else f"nobody.{world.suffix}"
    response, client = log_in(world, known, password)
    assert response.status_code == 422
    assert "Emri ose fjalëkalimi nuk është i saktë." in response.text
    assert client.get_cookie(STAFF_COOKIE, path="/") is None
    assert f'value="{known}"' in response.text
    assert password not in response.text


def test_missing_fields_are_said_with_links_to_them(world):
    response, _client = log_in(world, "", "")
    assert response.status_code == 422
    assert summary_links(response.text) == ["username", "password"]


def test_a_page_that_wants_somebody_leads_to_the_log_in_and_back(world):
    response = world.client().get("/cases/staff/cases")
    assert response.status_code == 302
    assert response.headers["Location"] == "/cases/login?next=/cases/staff/cases"
    response, _client = log_in(world, world.username("case_officer"), url=response.headers["Location"])
    assert response.headers["Location"] == "/cases/staff/cases"


def test_a_log_in_leads_back_to_the_filter_that_was_asked_for(world):
    wanted = "/cases/staff/obligations?timeliness=late&what=implementation"
    response = world.client().get(wanted)
    assert response.headers["Location"] == f"/cases/login?next={quote(wanted)}"
    page = world.client().get(response.headers["Location"]).text
    again = page.split(' action="')[1].split('"')[0]
    response, _client = log_in(world, world.username("case_officer"), url=unescape(again))
    assert response.headers["Location"] == wanted


@pytest.mark.parametrize("query", ["q=%0d%0aSet-Cookie:x", "q=\xff", "next=//evil.example", "q=a%26b%23c%C3%AB"])
def test_no_query_leads_a_log_in_to_another_host_or_breaks_it(world, query):
    response = world.client().get(f"/cases/staff/obligations?{query}")
    assert response.status_code == 302
    response, _client = log_in(world, world.username("case_officer"), url=response.headers["Location"])
    assert urlsplit(response.headers["Location"]).path == "/cases/staff/obligations"
    assert urlsplit(response.headers["Location"]).netloc == ""


@pytest.mark.parametrize("elsewhere", ["//evil.example/x", "https://evil.example/", "/%5Cevil.example"])
def test_a_log_in_never_leads_to_another_host(world, elsewhere):
    response, _client = log_in(world, world.username("case_officer"), url=f"/cases/login?next={elsewhere}")
    assert response.headers["Location"] == "/cases/"


def test_who_is_in_does_not_see_the_log_in_again(world):
    assert world.client("approver").get("/cases/login").headers["Location"] == "/cases/"


def test_logging_out_takes_the_cookie_away(world):
    client = world.client("case_officer")
    response = world.post(client, "/cases/logout", {})
    assert response.status_code == 303
    assert client.get_cookie(STAFF_COOKIE, path="/") is None
    assert client.get("/cases/").status_code == 302


def test_the_pages_of_the_other_services_can_log_out_too(world):
    client = world.client("case_officer")
    response = client.post("/cases/logout", data={"csrf_token": "of another service"})
    assert response.status_code == 303
    assert client.get_cookie(STAFF_COOKIE, path="/") is None


def test_another_site_cannot_log_anybody_out(world):
    client = world.client("case_officer")
    response = client.post("/cases/logout", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert client.get_cookie(STAFF_COOKIE, path="/") is not None


@pytest.mark.parametrize("field", ["username", "password"])
@pytest.mark.parametrize("value", ["\x00", "a" * 10_000, "ë" * 150, "' OR 1=1 --"])
def test_strange_input_is_refused_and_never_a_fault(world, field, value):
    data = {"username": f"nobody.{world.suffix}", "password": "x", field: value}
    assert world.post(world.client(), "/cases/login", data).status_code == 422


@pytest.mark.parametrize("role", sorted(STAFF - {"partner_user", "partner_admin", "partner_machine"}))
def test_everybody_has_somewhere_to_begin(world, role):
    response = world.client(role).get("/cases/", follow_redirects=role != "intake_officer")
    if role == "intake_officer":
        assert response.headers["Location"] == "/intake/staff/complaints"
    else:
        assert response.status_code == 200
        assert "Dil" in said(response.text)
