"""A day of which there are no figures is refused in words, by 422, whatever is wrong with it, on the pages and by the API."""

import pytest

NO_DAY, TOO_EARLY, AHEAD = "compliance.no_such_day", "compliance.day_too_early", "compliance.day_ahead"
SAYS = {
    "sq": {NO_DAY: "Kjo nuk është një ditë.", TOO_EARLY: "Para vitit 1999", AHEAD: "Zgjidhni një ditë që ka kaluar."},
    "en": {NO_DAY: "This is no day.", TOO_EARLY: "Before 1999", AHEAD: "Choose a day that has been."},
}
DAYS = [
    ("x", NO_DAY),
    ("2026-02-30", NO_DAY),
    ("0001-01-01", TOO_EARLY),
    ("1998-12-31", TOO_EARLY),
    ("9999-12-31", AHEAD),
]


@pytest.mark.parametrize("name", ["on", "known"])
@pytest.mark.parametrize(("day", "why"), DAYS)
def test_every_door_refuses_a_day_without_figures_in_words(bench, name, day, why):
    client, body = bench.app.test_client(), bench.body()
    for path in ("compliance", f"institutions/{body.id}"):
        for language, says in SAYS.items():
            page = client.get(f"/cases/public/{path}?{name}={day}&lang={language}")
            assert (page.status_code, says[why] in page.text) == (422, True), (path, language)
        answer = client.get(f"/cases/api/v1/public/{path.replace(str(body.id), f'{body.id}/compliance')}?{name}={day}")
        assert answer.status_code == 422
        assert answer.json["code"] in {"invalid_content", why}


def test_the_first_day_of_the_office_has_figures(bench):
    assert bench.app.test_client().get("/cases/public/compliance?on=1999-01-31").status_code == 200
