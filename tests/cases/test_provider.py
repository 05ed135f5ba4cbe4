"""In by the office's own provider of OpenID Connect: a real one, as a process beside (tests/provider/serve.mjs)."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from deploy.servers.processes import free_block
from services.cases.actions import passwords
from services.cases.models import StaffIdentity
from services.cases.pages import provider
from shared.clock import utc_now
from shared.staff import StaffAccount
from tests.cases.pages_world import office, said, world
from tests.cases.test_passwords import ACCOUNT, log_in, send
from tests.cases.test_second_factor import new_member, set_up

__all__ = ["office", "world"]
BACK, BEGIN = "/cases/login/provider/back", "/cases/login/provider"
LINK, UNLINK = f"{ACCOUNT}/provider", f"{ACCOUNT}/provider/removal"
OUTSIDE = "http://localhost:8000"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    port = free_block(1)
    script = Path(__file__).parents[1] / "provider" / "serve.mjs"
    with subprocess.Popen(["node", script, str(port), OUTSIDE + BACK], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert "ready" in process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture
def settings(world, issuer, monkeypatch):
    """Changes what the service is told about its provider."""

    def told(**changes):
        here = world.app.extensions["besa"]
        monkeypatch.setitem(world.app.extensions, "besa", replace(here, settings=replace(here.settings, **changes)))

    told(
        oidc_issuer=issuer, oidc_client_id="besa", oidc_client_secret="a-secret-of-the-tests", public_url=OUTSIDE,
        second_factor_required=False,
    )  # fmt: skip
    return told


def there(address: str, who: str, browser: requests.Session | None = None) -> str:
    """Where the provider sends the browser of somebody who logs in there, or is in there already: path and query of our own."""
    browser = browser or requests.Session()
    answer = browser.get(address, allow_redirects=False, timeout=10)
    while not (to := answer.headers["Location"]).startswith(OUTSIDE):
        to = f"{to}?who={who.replace('+', '%2B')}" if "/as/" in to else to
        answer = browser.get(requests.compat.urljoin(address, to), allow_redirects=False, timeout=10)
    return to.removeprefix(OUTSIDE)


def come(client, who: str, begin: str = BEGIN):
    """To the provider and back, as that person there."""
    led = client.get(begin)
    assert led.status_code == 302, led.text
    return client.get(there(led.location, who))


def linked(world, who: str, *roles: str):
    """A member of staff with that account at the provider. Id, and a browser that is out again."""
    staff_id, name = new_member(world, *roles)
    client = log_in(world, name)[1]
    led = send(client, LINK, ACCOUNT)
    assert led.location == LINK
    assert "Vazhdoni te 127.0.0.1" in said(client.get(LINK).text)
    assert come(client, who).location == ACCOUNT
    return staff_id, world.client()


def message(client) -> str:
    return said(client.get("/cases/login").text)


def test_who_linked_it_comes_in_by_it_to_where_they_wanted_and_may_take_it_away(world, settings):
    settings()
    _id, client = linked(world, "shembull-1")
    assert "hyni me llogarinë e zyrës te 127.0.0.1" in message(client)
    back = come(client, "shembull-1", f"{BEGIN}?next=/cases/staff/account")
    assert (back.status_code, back.location) == (303, "/cases/staff/account")
    assert "Shkëputeni" in client.get(ACCOUNT).text
    elsewhere = world.client()
    come(elsewhere, "shembull-1")
    assert "Lidhja me llogarinë tuaj te 127.0.0.1 mbetet" in said(client.get(f"{ACCOUNT}/password").text)
    assert send(client, UNLINK, ACCOUNT).status_code == 303
    assert elsewhere.get(ACCOUNT).status_code == 302, "what came in by it is over"
    assert "mbetet" not in said(client.get(f"{ACCOUNT}/password").text)
    assert "Lidheni" in said(client.get(ACCOUNT).text)
    assert send(client, UNLINK, ACCOUNT).status_code == 404
    outside = world.client()
    assert come(outside, "shembull-1").location == "/cases/login"
    assert "nuk është lidhur këtu" in message(outside)


def test_nobody_comes_in_who_is_not_linked_or_works_here_no_more_or_was_refused_there(world, settings):
    settings()
    stranger = world.client()
    assert come(stranger, "shembull-i-huaj").location == "/cases/login"
    assert "nuk është lidhur këtu" in message(stranger)
    staff_id, gone = linked(world, "shembull-2")
    world.run(lambda session: setattr(session.get_one(StaffAccount, staff_id), "active", False))
    assert come(gone, "shembull-2").location == "/cases/login"
    refused = world.client()
    assert come(refused, "nobody").location == "/cases/login"
    assert "nuk u krye" in message(refused)


@pytest.mark.parametrize("change", ["state", "code", "twice", "other browser", "no question"])
def test_an_answer_to_another_question_names_nobody(world, settings, change):
    settings()
    _id, client = linked(world, f"shembull-{change.replace(' ', '-')}")
    answer = there(client.get(BEGIN).location, f"shembull-{change.replace(' ', '-')}")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer).query).items()}
    asking = client
    if change in asked:
        asked[change] = "x" * 20
    elif change == "twice":
        client.get(answer)
        client.post("/cases/logout")
    elif change == "other browser":
        asking = world.client()
    else:
        asked = {}
    back = asking.get(BACK, query_string=asked)
    assert (back.status_code, back.location) == (303, "/cases/login")
    assert "nuk u krye" in message(asking)


def test_one_account_there_is_one_account_here_and_nobody_links_for_another(world, settings):
    settings()
    mine, _client = linked(world, "shembull-3")
    _other, name = new_member(world)
    client = log_in(world, name)[1]
    send(client, LINK, ACCOUNT)
    assert come(client, "shembull-3").location == ACCOUNT
    assert "është lidhur me dikë tjetër" in said(client.get(ACCOUNT).text)
    send(client, LINK, ACCOUNT)
    led = client.get(BEGIN)
    send(client, "/cases/logout", ACCOUNT)
    late = client.get(there(led.location, "shembull-4"))
    assert late.location == "/cases/login"
    rows = world.run(lambda session: [(row.subject, row.staff_id) for row in session.query(StaffIdentity)])
    assert ("shembull-3", mine) in rows
    assert "shembull-4" not in dict(rows)


def test_the_second_step_is_asked_for_here_unless_it_was_shown_there_just_now(world, settings):
    settings()
    for who in ("shembull-5", "shembull-6+mfa"):
        _id, client = linked(world, who)
        come(client, who)
        set_up(client)
        assert come(world.client(), who).location == "/cases/login/code", who
    settings(oidc_second_factor=("two-steps", "mfa"))
    assert come(world.client(), "shembull-5").location == "/cases/login/code"
    assert come(world.client(), "shembull-6+mfa").location == "/cases/"


def test_a_rescued_account_is_linked_to_nobody(world, settings):
    settings()
    staff_id, client = linked(world, "shembull-7")
    world.run(lambda session: passwords.reset(world.principal("admin"), session, staff_id, now=utc_now()))
    assert come(client, "shembull-7").location == "/cases/login"


def test_a_second_factor_of_before_this_way_began_counts_for_nothing(world, settings, monkeypatch):
    settings(oidc_second_factor=("two-steps",))
    _id, client = linked(world, "shembull-8+mfa")
    come(client, "shembull-8+mfa")
    set_up(client)
    desk = requests.Session()
    there(client.get(BEGIN).location, "shembull-8+mfa", desk)
    later = utc_now() + timedelta(minutes=5)
    monkeypatch.setattr(provider, "utc_now", lambda: later)
    thief = world.client()
    changed = re.sub(r"max_age=0", "max_age=600", thief.get(BEGIN).location)
    assert thief.get(there(changed, "shembull-8+mfa", desk)).location == "/cases/login/code"


@pytest.mark.parametrize("fault", ["away", "another"])
def test_a_provider_that_is_away_or_calls_itself_otherwise_leaves_the_password(world, settings, issuer, fault):
    settings(oidc_issuer={"away": "http://127.0.0.1:9", "another": issuer.replace("127.0.0.1", "localhost")}[fault])
    client = world.client()
    assert client.get(BEGIN).location == "/cases/login"
    assert "nuk përgjigjet tani" in message(client)
    assert log_in(world, new_member(world)[1])[0].status_code == 303


def test_without_a_provider_there_is_no_such_door(world):
    client = log_in(world, new_member(world)[1])[1]
    assert [client.get(path).location for path in (BEGIN, BACK, LINK)] == ["/cases/login", "/cases/login", ACCOUNT]
    assert send(client, LINK, ACCOUNT).status_code == 404
    assert "Llogaria e zyrës" not in client.get(ACCOUNT).text
