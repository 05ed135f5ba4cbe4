"""Scratch."""
import pytest
from tests.browser.judging import outline, with_script, without_script
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
OUT = "/tmp/besa/shots"

def test_shots(people):
    v = people["intake_officer"]
    bad = {}
    for page, kind in ((v.page, "js"), (v.plain, "nojs")):
        def shot(name):
            page.screenshot(path=f"{OUT}/{name}-{kind}.png", full_page=True)
            if kind == "js":
                bad[name] = with_script(page)
        page.goto("/intake/staff/counselling"); shot("counselling")
        page.check("input[name=channel][value=phone]")
        page.select_option("#role", "parent"); page.select_option("#life_area", "school")
        page.locator("summary").first.click()
        page.fill("#body", "Tropoj"); page.press("#body", "Enter")
        page.wait_for_load_state(); shot("counselling-searched")
        page.click("button:has-text('Shënoje')"); page.wait_for_load_state(); shot("counselling-error")
        page.select_option("#redirect_to", index=1)
        page.click("button:has-text('Shënoje')"); page.wait_for_load_state(); shot("counselling-noted")
        page.goto("/intake/staff/complaints/new"); shot("register")
        page.click("button:has-text('Regjistroje')"); page.wait_for_load_state(); shot("register-errors")
        page.check("input[name=channel][value=letter]")
        page.check("input[name=role][value=relative]")
        page.fill("#narrative", "Fëmija u la jashtë.")
        page.check("#danger")
        page.click("button:has-text('Regjistroje')"); page.wait_for_load_state(); shot("done")
        page.goto("/intake/staff/complaints"); shot("list")
        page.goto("/intake/staff/figures"); shot("figures")
        page.goto("/intake/"); shot("front")
    print(bad, v.complaints)
    assert not any(bad.values())
