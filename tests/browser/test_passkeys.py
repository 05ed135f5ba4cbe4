"""A passkey in a real Chromium with a device in software: added, asked for at the log-in, and what stands there without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.watching import PHONE
from tests.cases.conftest import beginning, worlds
from tests.cases.pages_world import PASSWORD, office, world
from tests.cases.test_passkeys import KEYS, reached_by
from tests.cases.test_second_factor import new_member

__all__ = ["beginning", "office", "world", "worlds"]
pytestmark = [pytest.mark.browser, pytest.mark.long]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(world, serve, monkeypatch):
    """Passkeys are bound to a name, and a browser trusts this one without a certificate."""
    found = serve(world.app).replace("127.0.0.1", "localhost")
    reached_by(world, monkeypatch, found)
    return found


def sign_in(page, address, name):
    page.goto(f"{address}/cases/login")
    page.get_by_label("Emri i përdoruesit").fill(name)
    page.get_by_label("Fjalëkalimi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Hyr").click()


def with_device(page, **changes):
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **changes}})
    return debugger


def test_a_passkey_is_added_and_opens_the_next_log_in(world, open_page, axe, address):
    _id, name = new_member(world)
    page = open_page(f"{address}/cases/login", size=PHONE)
    with_device(page)
    sign_in(page, address, name)
    page.goto(f"{address}{KEYS}")
    assert axe(page) == []
    page.get_by_label("Si e quani këtë çelës").fill("Telefoni")
    page.get_by_role("button", name="Shto çelësin").click()
    expect(page.locator(".govuk-error-summary__list li")).to_have_text(["Shkruani fjalëkalimin"])
    page.get_by_label("Fjalëkalimi juaj").fill(PASSWORD)
    page.get_by_role("button", name="Shto çelësin").click()
    page.get_by_role("heading", name="Kodet rezervë").wait_for()
    page.goto(f"{address}{KEYS}")
    page.get_by_label("Si e quani këtë çelës").fill("I njëjti")
    page.get_by_label("Fjalëkalimi juaj").fill(PASSWORD)
    page.get_by_role("button", name="Shto çelësin").click()
    page.get_by_text("Kjo pajisje ka tashmë një çelës").wait_for()
    assert page.get_by_role("button", name="Hiqe: Telefoni").is_visible()
    page.context.clear_cookies()
    sign_in(page, address, name)
    assert page.url.endswith("/cases/login/code")
    assert axe(page) == []
    page.get_by_role("button", name="Hyr me çelësin").click()
    page.wait_for_url(f"{address}/cases/")


def test_a_browser_that_gives_none_says_so_and_without_scripts_the_code_remains(world, open_page, axe, address):
    _id, name = new_member(world)
    page = open_page(f"{address}/cases/login")
    # A device that nobody touches: the browser gives up and the page says what to do.
    debugger = with_device(page, isUserVerified=False, automaticPresenceSimulation=False)
    sign_in(page, address, name)
    page.goto(f"{address}{KEYS}")
    page.get_by_label("Si e quani këtë çelës").fill("Telefoni")
    page.get_by_label("Fjalëkalimi juaj").fill(PASSWORD)
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    told = page.get_by_text("Shfletuesi nuk dha asnjë çelës")
    assert not told.is_visible()
    page.get_by_role("button", name="Shto çelësin").click()
    told.wait_for()
    debugger.detach()
    plain = open_page(f"{address}/cases/login", javascript=False)
    sign_in(plain, address, name)
    plain.goto(f"{address}{KEYS}")
    assert plain.get_by_text("kërkon që shfletuesi të lejojë skriptet").is_visible()
    assert not plain.get_by_role("button", name="Shto çelësin").is_visible()
