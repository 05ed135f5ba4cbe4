"""Forms of the pages: errors that lead to their box, input that cannot surprise, and the token."""

import io
import re
from collections.abc import Iterator
from datetime import date

import flask
import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from wtforms.fields import StringField
from wtforms.validators import Length

from shared.clock import utc_now
from shared.pages.forms import BesaForm, DateParts, error_summary
from tests.error_summaries import disordered, unlinked
from tests.shared.demo_pages import Dated, Demo, Document, make_app, shared_app


@pytest.fixture
def client() -> FlaskClient:
    return shared_app().test_client()


@pytest.fixture
def without_token() -> FlaskClient:
    """A client whose posts need no token, for tests that are about something else."""
    return shared_app(tokens=False).test_client()


@pytest.fixture
def in_request() -> Iterator[None]:
    with shared_app(tokens=False).test_request_context("/demo/form", method="POST"):
        yield


def dated(**parts: str) -> Dated:
    form = Dated(formdata=MultiDict({f"when-{part}": value for part, value in parts.items()}))
    form.validate()
    return form


def test_every_error_leads_to_a_box_that_is_on_the_page(without_token: FlaskClient) -> None:
    answer = without_token.post("/demo/form", data={"who": "nobody"})
    document = Document(answer.text)
    summary = answer.text[answer.text.index("govuk-error-summary__list") :]
    targets = re.findall(r'<a href="#([^"]+)"', summary[: summary.index("</ul>")])
    assert answer.status_code == 422
    assert targets == [
        *["who", "name", "age", "story", "when", "ways", "place", "sure", "photo", "secret"],
        *["answers-0-position", "answers-0-reason", "answers-1-position", "answers-1-reason"],
    ]
    assert set(targets) <= set(document.ids)


def test_what_is_of_no_field_one_can_see_leads_to_what_the_page_is_about(in_request: None) -> None:
    form = Dated(formdata=MultiDict())
    form.form_errors.append("Nuk shkon.")
    assert error_summary(form)[0] == {"text": "Nuk shkon.", "href": "#main-content"}


def test_a_line_that_leads_nowhere_is_found() -> None:
    line = '<li>\n<a href="#{to}">x</a>\n</li>'
    page = '<main id="here"><ul class="govuk-list govuk-error-summary__list">{lines}</ul></main>'
    lines = line.format(to="here") + line.format(to="gone") + "<li>Pa lidhje.</li>"
    assert len(unlinked(page.format(lines=lines))) == 2


def test_lines_that_are_not_in_the_order_of_the_page_are_found() -> None:
    page = '<ul class="govuk-list govuk-error-summary__list">{lines}</ul><p id="one"></p><p id="two"></p>'
    first, second = ('<li><a href="#one">x</a></li>', '<li><a href="#two">x</a></li>')
    assert disordered(page.format(lines=first + second)) == []
    assert disordered(page.format(lines=second + first)) == ["two", "one"]


def test_every_hint_and_error_that_a_box_names_is_on_the_page(without_token: FlaskClient) -> None:
    document = Document(without_token.post("/demo/form", data={}).text)
    assert {"who-error", "when-date-error", "story-error", "photo-error"} <= set(document.described)
    assert set(document.described) <= set(document.ids)


def test_a_group_of_boxes_has_a_fieldset_with_a_legend(client: FlaskClient) -> None:
    text = client.get("/demo/form").text
    assert text.count("<fieldset") == text.count("<legend") == 5  # who, when, ways and the two positions


@pytest.mark.parametrize(
    ("parts", "message", "box"),
    [
        ({"day": "1"}, "Data nuk është e plotë. Mungon: muaji, viti.", "when-month"),
        ({"month": "2", "year": "2026"}, "Data nuk është e plotë. Mungon: dita.", "when"),
        ({"day": "x", "month": "2", "year": "2026"}, "Data shkruhet me numra, për shembull 27 3 2026.", "when"),
        ({"day": "²", "month": "2", "year": "2026"}, "Data shkruhet me numra, për shembull 27 3 2026.", "when"),
        ({"day": "1", "month": "2", "year": "26"}, "Viti duhet të ketë katër shifra, për shembull 2026.", "when-year"),
        ({"day": "30", "month": "2", "year": "2026"}, "Kjo datë nuk ekziston.", "when"),
        ({"day": "9" * 5000, "month": "2", "year": "2026"}, "Kjo datë nuk ekziston.", "when"),
        ({"day": "1", "month": "1", "year": "0000"}, "Kjo datë nuk ekziston.", "when"),
        ({"day": "1", "month": "1", "year": "9999"}, "Viti është nga 1900 deri në 2099.", "when-year"),
    ],
)
@pytest.mark.usefixtures("in_request")
def test_a_wrong_date_is_an_error_at_the_box_that_is_wrong(parts: dict[str, str], message: str, box: str) -> None:
    assert error_summary(dated(**parts)) == [{"text": message, "href": f"#{box}"}]


@pytest.mark.usefixtures("in_request")
def test_a_whole_date_is_a_date_and_an_empty_one_is_none() -> None:
    assert dated(day=" 7", month="03", year="2026").when.data == date(2026, 3, 7)
    assert dated().when.data is None
    assert dated(day="  ").errors == {}


@pytest.mark.usefixtures("in_request")
def test_what_was_typed_stays_in_the_boxes() -> None:
    assert [box["value"] for box in dated(day="31", month="febr").when.boxes] == ["31", "febr", ""]
    stored = Dated(formdata=None, data={"when": date(2026, 3, 7)})
    assert [box["value"] for box in stored.when.boxes] == ["7", "3", "2026"]


@pytest.mark.parametrize(
    "name", ["who", "name", "age", "story", "when-day", "ways", "place", "sure", "secret", "csrf_token"]
)
def test_a_file_posted_under_another_fields_name_is_no_server_error(without_token: FlaskClient, name: str) -> None:
    answer = without_token.post("/demo/form", data={name: (io.BytesIO(b"x"), "x.txt")})
    assert answer.status_code == 422


def test_json_posted_to_a_form_page_is_no_server_error(without_token: FlaskClient) -> None:
    assert without_token.post("/demo/form", json=[1, 2]).status_code == 422


@pytest.mark.usefixtures("in_request")
def test_text_comes_without_control_characters_and_with_plain_line_ends() -> None:
    form = Demo(formdata=MultiDict({"story": " a\x00b\r\nc\rd\te\x1b ", "secret": " a\x00 "}))
    assert form.story.data == "ab\nc\nd\te"
    assert form.secret.data == " a\x00 "


@pytest.mark.usefixtures("in_request")
def test_blanks_alone_are_not_an_answer() -> None:
    form = Demo(formdata=MultiDict({"name": "   "}))
    form.validate()
    assert form.name.errors == ["Kjo fushë duhet plotësuar."]


def test_line_breaks_survive_a_page_that_comes_back_with_errors(without_token: FlaskClient) -> None:
    text = without_token.post("/demo/form", data={"story": "një\ndy <b>"}).text
    assert ">një&#10;dy &lt;b&gt;</textarea>" in text


def test_a_ticked_box_stays_ticked_on_a_page_that_comes_back_with_errors(without_token: FlaskClient) -> None:
    page = without_token.post("/demo/form", data={"ways": "mail"}).get_data(as_text=True)
    assert re.search(r'<input[^>]*name="ways"[^>]*value="mail"[^>]* checked', page)


@pytest.mark.parametrize("language", ["sq", "en"])
def test_wtforms_messages_are_in_the_readers_language(language: str) -> None:
    expected = {
        "sq": ["Kjo fushë duhet plotësuar.", "Shkruani nga 5 deri në 50 shkronja."],
        "en": ["This field is required.", "Field must be between 5 and 50 characters long."],
    }
    with shared_app(tokens=False).test_request_context(f"/demo/form?lang={language}", method="POST"):
        form = Demo(formdata=MultiDict({"story": "abc"}))
        form.validate()
        assert [form.name.errors[0], form.story.errors[0]] == expected[language]


def test_a_wtforms_plural_fills_its_own_placeholder() -> None:
    class Short(BesaForm):
        code = StringField(validators=[Length(min=2)])

    with shared_app(tokens=False).test_request_context("/demo/form", method="POST"):
        form = Short(formdata=MultiDict({"code": "a"}))
        form.validate()
        assert form.code.errors == ["Shkruani të paktën 2 shkronja."]


def test_a_form_without_its_token_is_refused_with_a_page_that_says_what_to_do(client: FlaskClient) -> None:
    answer = client.post("/demo/form", data={"who": "child"})
    assert answer.status_code == 400
    assert "Formulari nuk u dërgua" in answer.text


def test_a_form_with_its_token_comes_through_on_https_without_a_referer(client: FlaskClient) -> None:
    page = client.get("/demo/form", base_url="https://localhost").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    answer = client.post("/demo/form", data={"csrf_token": token[1]}, base_url="https://localhost")
    assert answer.status_code == 422
    assert "Ka një problem" in answer.text


def test_an_exempted_api_needs_no_token() -> None:
    app = make_app()
    exempt, bound = flask.Blueprint("api", __name__), flask.Blueprint("pages", __name__)
    for blueprint in (exempt, bound):
        blueprint.add_url_rule(f"/demo/{blueprint.name}", view_func=lambda: {"ok": True}, methods=["POST"])
        app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(exempt)
    assert app.test_client().post("/demo/api", json={}).status_code == 200
    assert app.test_client().post("/demo/pages", json={}).status_code == 400


def test_the_session_of_a_service_stays_under_its_own_prefix(client: FlaskClient) -> None:
    cookie = client.get("/demo/form").headers["Set-Cookie"]
    assert cookie.startswith("besa_demo=")
    assert {"HttpOnly", "Path=/demo/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_the_example_beside_a_date_is_still_to_come_where_such_a_day_is_asked_for():
    class Asked(BesaForm):
        seen = DateParts("Kur?")
        due = DateParts("Deri kur?", ahead=True)

    with shared_app(tokens=False).test_request_context("/demo/form"):
        form = Asked()
    assert form.seen.example == "27 3 2026"
    year = int(form.due.example.split()[-1])
    assert date(year, 3, 27) > utc_now().date()
