"""The second factor of a person of a body in a real Chromium with a device in software: set up at the first log-in, asked for at the next."""

import pytest

from tests.browser.test_passkeys import with_device
from tests.browser.watching import PHONE
from tests.partners.bench import PASSWORD
from tests.partners.conftest import bench, pair, running, settings
from tests.partners.test_second_factor import with_settings

__all__ = ["bench", "pair", "running", "settings"]
pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def address(bench, serve, monkeypatch):
    """Passkeys are bound to a name, and a browser trusts this one without a certificate."""
    found = serve(bench.app).replace("127.0.0.1", "localhost")
    with_settings(bench, monkeypatch, public_url=found, second_factor_required=True)
    return found


def sign_in(page, address, name):
    page.goto(f"{address}/partners/login")
    page.get_by_label("Emri i përdoruesit").fill(name)
    page.get_by_label("Fjalëkalimi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Hyr").click()


def test_a_passkey_is_set_up_at_the_first_log_in_and_opens_the_next(bench, pair, open_page, axe, address):
    name = bench.user(pair[0])
    page = open_page(f"{address}/partners/login", size=PHONE)
    with_device(page)
    sign_in(page, address, name)
    assert page.url.endswith("/partners/login/second-factor")
    assert axe(page) == []
    page.get_by_label("Si e quani këtë çelës").fill("Telefoni")
    page.get_by_role("button", name="Shto çelësin").click()
    page.get_by_role("heading", name="Kodet rezervë").wait_for()
    page.get_by_role("link", name="I ruajta, vazhdo").click()
    page.wait_for_url(f"{address}/partners/inbox")
    page.goto(f"{address}/partners/passkeys")
    assert page.get_by_role("button", name="Hiqe: Telefoni").is_visible()
    assert axe(page) == []
    page.context.clear_cookies()
    sign_in(page, address, name)
    assert page.url.endswith("/partners/login/code")
    page.get_by_role("button", name="Hyr me çelësin").click()
    page.wait_for_url(f"{address}/partners/inbox")


def test_without_scripts_the_app_remains(bench, pair, open_page, axe, address):
    name = bench.user(pair[0])
    page = open_page(f"{address}/partners/login", javascript=False, size=PHONE)
    sign_in(page, address, name)
    assert page.get_by_text("kërkon që shfletuesi të lejojë skriptet").is_visible()
    page.get_by_role("button", name="Fillo").click()
    assert page.get_by_role("img", name="Figura që lexon aplikacioni").is_visible()
    page.get_by_label("Kodi").fill("000000")
    page.get_by_role("button", name="Vëre").click()
    assert page.locator(".govuk-error-summary").is_visible()
