"""The second factor of a person of a body in a real Chromium with a device in software: set up at the first log-in, asked for at the next."""

import pytest
from sqlalchemy import text

from tests.browser.test_passkeys import with_device
from tests.browser.watching import PHONE
from tests.partners.bench import PASSWORD
from tests.partners.conftest import bench, pair, running, settings
from tests.partners.test_second_factor import browser as signed_in
from tests.partners.test_second_factor import code_of, set_up, with_settings

__all__ = ["bench", "pair", "running", "settings"]
pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def address(bench, serve, monkeypatch):
    """Passkeys are bound to a name, and a browser trusts this one without a certificate."""
    found = serve(bench.app).replace("127.0.0.1", "localhost")
    with_settings(bench, monkeypatch, public_url=found, second_factor_required=True)
    return found


@pytest.fixture
def watchful(bench, address, monkeypatch):
    """The same, where acts of weight ask again after ten minutes and nobody has to have a second factor."""
    with_settings(bench, monkeypatch, public_url=address, step_up_minutes=10, second_factor_required=False)
    return address


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


def add_person(page, address, name):
    page.goto(f"{address}/partners/people")
    page.get_by_label("Emri i përdoruesit").fill(name)
    page.get_by_label("Çfarë mund të bëjë?").select_option("partner_user")
    page.get_by_role("button", name="Shto", exact=True).click()
    page.get_by_role("heading", name="Dëshmoni përsëri se jeni ju").wait_for()


def test_an_act_of_weight_asks_for_the_passkey_again_and_then_is_done(bench, pair, open_page, axe, watchful):
    name = bench.user(pair[0], "partner_admin")
    page = open_page(f"{watchful}/partners/login", size=PHONE)
    with_device(page)
    sign_in(page, watchful, name)
    page.goto(f"{watchful}/partners/passkeys")
    page.get_by_label("Si e quani këtë çelës").fill("Telefoni")
    page.get_by_label("Fjalëkalimi juaj").fill(PASSWORD)
    page.get_by_role("button", name="Shto çelësin").click()
    page.get_by_role("heading", name="Kodet rezervë").wait_for()
    add_person(page, watchful, f"i.ri.{name}")
    assert axe(page) == []
    page.get_by_role("button", name="Vazhdo me çelësin").click()
    page.get_by_text(f"i.ri.{name} mund të hyjë").wait_for()
    assert page.url.endswith("/partners/people")
    assert not page.get_by_role("heading", name="Dëshmoni").is_visible()


def test_without_scripts_a_code_does_it_and_a_wrong_one_keeps_what_was_typed(bench, pair, open_page, watchful):
    name = bench.user(pair[0], "partner_admin")
    secret, _codes = set_up(signed_in(bench, name)[0])
    page = open_page(f"{watchful}/partners/login", javascript=False, size=PHONE)
    sign_in(page, watchful, name)
    page.get_by_label("Kodi").fill(code_of(secret))
    page.get_by_role("button", name="Hyr").click()
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE partner_session SET proved_at = proved_at - interval '1 hour'"))
    add_person(page, watchful, f"i.ri.{name}")
    page.get_by_label("Kodi").fill("000000")
    page.get_by_role("button", name="Vazhdo").click()
    assert page.locator(".govuk-error-summary").is_visible()
    page.get_by_label("Kodi").fill(code_of(secret, 1))
    page.get_by_role("button", name="Vazhdo").click()
    page.get_by_text(f"i.ri.{name} mund të hyjë").wait_for()
