"""Two languages: none of the other's words on a page, the choice of one, and dates as people say them."""

from datetime import UTC, date, datetime

import flask
import pytest
from flask.testing import FlaskClient
from flask_babel import gettext, ngettext

from shared.pages import languages
from tests.shared.demo_pages import STATUSES, Document, shared_app

# What GOV.UK's macros say when a text is not given, and what WTForms says of itself.
ENGLISH = (
    "Error:",
    "Skip to main content",
    "Exit this page",
    "Emergency",
    "Menu<",
    "Service information",
    "Back<",
    "Previous",
    "Next<",
    "Pagination",
    "Breadcrumb<",
    "Important",
    "Success",
    "Warning<",
    "Show password",
    ">Show<",
    "You can enter up to",
    "You have ",
    "Support links",
    "Crown copyright",
    "Open Government Licence",
    "There is a problem",
    "This field is required",
    "Field must be",
    "Not a valid",
    "Day<",
    "Month<",
    "Year<",
    "bbc.co.uk",
    "GOV.UK -",
)


@pytest.fixture
def app() -> flask.Flask:
    return shared_app()


@pytest.fixture
def client() -> FlaskClient:
    return shared_app().test_client()


@pytest.fixture
def without_token() -> FlaskClient:
    """A client whose posts need no token, for tests that are about something else."""
    return shared_app(tokens=False).test_client()


def test_no_english_default_is_on_an_albanian_page(without_token: FlaskClient) -> None:
    shown = [
        without_token.get("/demo/form").text,
        without_token.post("/demo/form", data={"story": "abc"}).text,
        *(without_token.get(f"/demo/fails/{status}").text for status in STATUSES),
    ]
    for text in shown:
        assert [words for words in ENGLISH if words in text] == []
        assert '<html lang="sq"' in text


def test_the_list_of_english_defaults_would_be_seen_on_a_page(client: FlaskClient) -> None:
    english = client.get("/demo/form?lang=en").text
    assert [words for words in ENGLISH if words in english]


@pytest.mark.parametrize(
    ("query", "cookie", "header", "expected"),
    [
        ("", None, None, "sq"),
        ("", None, "en-GB,en;q=0.9", "en"),
        ("", None, "de", "sq"),
        ("", "en", "sq", "en"),
        ("?lang=sq", "en", "en", "sq"),
        ("?lang=xx", None, None, "sq"),
        ("", "../../etc", None, "sq"),
    ],
)
def test_the_language_is_asked_of_the_address_then_the_cookie_then_the_browser(
    client: FlaskClient, query: str, cookie: str | None, header: str | None, expected: str
) -> None:
    if cookie:
        client.set_cookie(languages.COOKIE, cookie, path="/")
    answer = client.get(f"/demo/words{query}", headers={"Accept-Language": header} if header else {})
    assert f'<html lang="{expected}"' in answer.text


def test_a_chosen_language_is_remembered_for_all_services(client: FlaskClient) -> None:
    cookies = client.get("/demo/words?lang=en").headers.getlist("Set-Cookie")
    assert [cookie for cookie in cookies if cookie.startswith("besa_lang=en;") and "Path=/;" in cookie]
    assert '<html lang="en"' in client.get("/demo/words").text
    assert not client.get("/demo/words?lang=de").headers.getlist("Set-Cookie")


def test_the_language_switch_keeps_the_query_and_cannot_lead_to_another_host(client: FlaskClient) -> None:
    links = Document(client.get("/demo/words?after=x&after=%26&lang=sq").text).links
    assert "?after=x&after=%26&lang=en" in links
    strange = Document(client.get("//example.org/words").text).links
    assert "?lang=en" in strange
    assert not [link for link in strange if link.startswith("//")]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("sq", "29 nëntor 2026 pas 5 ditësh 24 nëntor 2026, ora 15:05"),
        ("en", "29 November 2026 in 5 days 24 November 2026 at 15:05"),
    ],
)
def test_dates_read_as_people_say_them(client: FlaskClient, language: str, shown: str) -> None:
    assert f"<p>{shown}</p>" in client.get(f"/demo/words?lang={language}").text


def test_days_near_today_have_names_and_far_ones_stay_days(app: flask.Flask) -> None:
    today = date(2026, 11, 24)
    with app.test_request_context("/demo/words"):
        shown = [languages.relative_days(date(2026, 11, 24 + offset), today) for offset in (-3, -1, 0, 1, 5)]
        far = languages.relative_days(date(2027, 12, 29), today)
    assert shown == ["3 ditë më parë", "dje", "sot", "nesër", "pas 5 ditësh"]
    assert far == "pas 400 ditësh"


def test_a_moment_counts_as_its_day_in_tirana(app: flask.Flask) -> None:
    with app.test_request_context("/demo/words"):
        assert languages.date_words(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) == "25 nëntor 2026"
        assert languages.date_words(None) == "–"
        assert languages.until_words(datetime(2026, 12, 2, 23, tzinfo=UTC)) == "2 dhjetor 2026", (
            "not 3 December at 00:00"
        )
        assert languages.until_words(datetime(2026, 12, 2, 22, tzinfo=UTC)) == "2 dhjetor 2026, ora 23:00"
        with pytest.raises(ValueError, match="naive"):
            languages.datetime_words(datetime(2026, 11, 24, 23, 30))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 rekomandime"), (1, "1 rekomandim"), (2, "2 rekomandime"), (21, "21 rekomandime")]
)
def test_albanian_has_one_singular(app: flask.Flask, count: int, expected: str) -> None:
    with app.test_request_context("/demo/words"):
        assert ngettext("%(num)d rekomandim", "%(num)d rekomandime", count) == expected


def test_text_outside_a_request_is_albanian(app: flask.Flask) -> None:
    with app.app_context():
        assert languages.language() == "sq"
        assert gettext("Gabim") == "Gabim"
