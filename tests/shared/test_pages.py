"""The base of the pages: headers, files, error pages, and templates that escape and forget nothing."""

import gzip
import re
from datetime import date
from pathlib import Path

import flask
import govuk_frontend_jinja
import pytest
from flask.testing import FlaskClient
from jinja2 import UndefinedError

import services
from shared import pages
from tests.shared.demo_pages import STATUSES, shared_app


@pytest.fixture
def app() -> flask.Flask:
    return shared_app()


@pytest.fixture
def client() -> FlaskClient:
    return shared_app().test_client()


def test_a_page_names_what_it_loads_and_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/demo/words")
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([\w-]{20,})'", policy)
    assert nonce is not None
    assert policy.startswith("default-src 'none'; ")
    assert {"style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(
        policy.split("; ")
    )
    assert set(re.findall(r'<script[^>]*nonce="([^"]+)"', answer.text)) == {nonce[1]}
    assert answer.text.count("<script") == 2
    assert "style=" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_nonce_is_used_once(client: FlaskClient) -> None:
    policies = {client.get("/demo/words").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_a_built_file_is_served_under_the_services_prefix_and_kept_for_a_year(app: flask.Flask) -> None:
    with app.test_request_context():
        address = flask.render_template_string("{{ static('besa.css') }}")
    answer = app.test_client().get(address)
    assert re.fullmatch(r"/demo/static/build/besa\.css\?v=[0-9a-f]{12}", address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    answer.close()


def test_a_built_file_asked_for_without_its_hash_is_asked_for_again(client: FlaskClient) -> None:
    answer = client.get("/demo/static/build/besa.css")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["ETag"]
    answer.close()


@pytest.mark.parametrize(
    ("accepts", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None), ("br;q=0, gzip", "gzip")]
)
def test_a_built_file_comes_in_the_smallest_form_that_the_browser_reads(
    client: FlaskClient, accepts: str, encoding: str | None
) -> None:
    plain = client.get("/demo/static/build/besa.css", buffered=True)
    answer = client.get("/demo/static/build/besa.css", headers={"Accept-Encoding": accepts}, buffered=True)
    assert (answer.headers.get("Content-Encoding"), answer.mimetype) == (encoding, "text/css")
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.data) < len(plain.data) / 7 or encoding is None
    assert encoding != "gzip" or gzip.decompress(answer.data) == plain.data


def test_every_override_that_a_page_or_a_macro_names_is_in_the_style_sheet() -> None:
    packages = [
        Path(pages.__file__).parents[1],
        Path(services.__file__).parent,
        Path(govuk_frontend_jinja.__file__).parent,
    ]
    sources = [path.read_text("utf-8") for package in packages for path in package.rglob("*.html")]
    named = {name for source in sources for name in re.findall(r"govuk-!-[\w-]+", source)}
    style = (Path(pages.__file__).parent / "static" / "build" / "besa.css").read_text("utf-8")
    assert named
    assert not {name for name in named if f".{name.replace('!', chr(92) + '!')}{{" not in style}


def test_a_file_beside_the_build_is_not_served(client: FlaskClient) -> None:
    assert client.get("/demo/static/build/../besa.js").status_code == 404
    assert client.get("/demo/static/build/fonts/../../../headers.py").status_code == 404


def test_a_page_is_compressed_for_a_stranger_alone(client: FlaskClient) -> None:
    accepts = {"Accept-Encoding": "gzip, br"}
    plain = shared_app().test_client().get("/demo/words")
    first = client.get("/demo/words", headers=accepts)
    assert first.headers["Content-Encoding"] == "gzip"
    assert b"<main" in gzip.decompress(first.data)
    assert len(first.data) < len(plain.data) / 2
    assert {"Accept-Encoding", "Cookie"} <= set(first.vary)
    client.set_cookie("besa_demo", "anything")
    assert "Content-Encoding" not in client.get("/demo/words", headers=accepts).headers


def test_the_style_sheet_names_nothing_reserved_for_gov_uk_and_its_rules_are_whole() -> None:
    build = Path(pages.__file__).parent / "static" / "build"
    style = (build / "besa.css").read_text("utf-8")
    assert "GDS Transport" not in style
    assert set(re.findall(r"url\(\"?([^\")]+)", style)) == {
        f"fonts/{font.name}" for font in (build / "fonts").glob("*.woff2")
    }
    assert "\ufeff" not in style
    assert not [path for path in build.rglob("*") if "crest" in path.name or "crown" in path.name]


@pytest.mark.parametrize("status", STATUSES)
def test_an_error_page_says_what_happened_in_both_languages(client: FlaskClient, status: int) -> None:
    titles = {}
    for language in ("sq", "en"):
        answer = client.get(f"/demo/fails/{status}?lang={language}")
        heading = re.search(r"<h1[^>]*>([^<]+)</h1>", answer.text)
        assert answer.status_code == status
        assert answer.mimetype == "text/html"
        assert answer.headers["Cache-Control"] == "no-store"
        assert heading is not None
        titles[language] = heading[1]
    assert titles["sq"] != titles["en"]


def test_an_unknown_page_is_an_html_404_in_the_readers_language(client: FlaskClient) -> None:
    answer = client.get("/demo/nothing", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "Page not found" in answer.text


def test_an_error_pages_own_words_are_escaped(app: flask.Flask) -> None:
    with app.test_request_context("/demo/words"):
        answer = pages.render_error(409, "Tani jo", "<script>alert(1)</script>")
    assert b"&lt;script&gt;" in answer.data
    assert b"<script>alert" not in answer.data


def test_a_forgotten_variable_is_an_error_in_our_templates(app: flask.Flask) -> None:
    with app.test_request_context("/demo/words"), pytest.raises(UndefinedError, match="forgotten"):
        flask.render_template_string('{% extends "besa/layout.html" %}{% block content %}{{ forgotten }}{% endblock %}')


def test_what_a_person_wrote_is_escaped_by_every_part(app: flask.Flask) -> None:
    bad = "<img src=x onerror=alert(1)>"
    template = """
    {% import "besa/parts.html" as p %}
    {{ p.tag(bad) }}{{ p.figure(bad, bad, note=bad) }}{{ p.inset(bad) }}{{ p.warning(bad) }}{{ p.panel(bad, bad) }}
    {{ p.summary_list([{"key": bad, "value": bad}, {"key": bad, "html": bad}], title=bad) }}{{ p.banner(bad) }}
    {{ p.table([bad], [[bad], [{"html": bad}], [{"text": bad, "href": "#"}]], bad) }}{{ p.nothing(bad) }}
    {{ p.timeline([{"title": bad, "when": day, "text": bad, "by": bad}, {"title": bad, "when": day, "html": bad}]) }}
    {{ p.button(bad, "#") }}{{ p.post_button(bad, "#", fields={"x": bad}) }}{{ p.back("#", bad) }}
    {{ p.breadcrumbs([{"text": bad}]) }}{% call p.details(bad) %}{{ bad }}{% endcall %}
    """
    with app.test_request_context("/demo/words"):
        text = flask.render_template_string(template, bad=bad, day=date(2026, 11, 24))
    assert "<img" not in text
    assert text.count("&lt;img") > 25


def test_a_log_out_in_the_navigation_is_a_post_with_a_token(app: flask.Flask) -> None:
    items = [{"text": "Kreu", "href": "/demo/", "active": True}, {"text": "Dil", "href": "/demo/out", "post": True}]
    with app.test_request_context("/demo/words"):
        text = flask.render_template_string('{% extends "besa/layout.html" %}', navigation=items)
    assert re.search(
        r'<form method="post" action="/demo/out"><input type="hidden" name="csrf_token" value="[^"]+"', text
    )
    assert 'href="/demo/" aria-current="true"' in re.sub(r"\s+", " ", text)


def test_a_complainants_page_has_a_title_that_tells_nothing(client: FlaskClient) -> None:
    text = client.get("/demo/form").text
    assert "<title>Informacion</title>" in text
    assert '<meta name="robots" content="noindex, nofollow">' in text
    assert 'href="https://sq.wikipedia.org/"' in text


def test_the_helpline_and_the_quick_exit_are_settings() -> None:
    app = flask.Flask("demo")
    app.config.update(SECRET_KEY="x" * 40, HELPLINE="Telefoni 1", EXIT_PAGE_URL="https://example.org/")
    pages.register(app)
    with app.test_request_context("/demo/"):
        text = flask.render_template_string('{% extends "besa/quiet.html" %}')
    assert "Telefoni 1" in text
    assert text.count('href="https://example.org/"') == 2
