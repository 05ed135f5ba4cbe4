"""A small app that extends the base pages as a service does, for the tests beside it."""

from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser

import flask
from wtforms.fields import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from shared import pages
from shared.pages import catalogue
from shared.pages.forms import BesaForm, BesaPart, DateParts, FileField, SelectChoice

STATUSES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)

FORM_PAGE = """
{% extends "besa/quiet.html" %}
{% import "besa/form.html" as f %}
{% import "besa/parts.html" as p %}
{% block before_content %}{{ p.back("/demo/") }}{{ p.breadcrumbs([{"text": "Kreu", "href": "/"}]) }}{% endblock %}
{% block content %}
  {{ f.error_summary(form) }}
  {% call f.form(multipart=true) %}
    {{ f.radios(form.who) }}{{ f.text(form.name) }}{{ f.text(form.age) }}{{ f.textarea(form.story, maxlength=50) }}
    {{ f.date_parts(form.when) }}{{ f.checkboxes(form.ways) }}{{ f.select(form.place) }}{{ f.checkbox(form.sure) }}
    {{ f.file(form.photo) }}{{ f.password(form.secret) }}
    {% for item in form.answers %}{{ f.radios(item.form.position) }}{{ f.text(item.form.reason) }}{% endfor %}
    {{ f.submit("Dërgo") }}
  {% endcall %}
  {{ p.next_page("?after=1", first_href="?") }}{{ p.banner("Lajm", success=true) }}{{ p.warning("Afati") }}
  {% call p.details("Më shumë") %}x{% endcall %}
{% endblock %}
"""

WORDS_PAGE = """
{% extends "besa/layout.html" %}
{% block title %}Titull{% endblock %}
{% block content %}<p>{{ due | date_words }} {{ due | relative_days(today) }} {{ seen | datetime_words }}</p>{% endblock %}
"""


class Answer(BesaPart):
    position = RadioField("Qëndrimi", choices=[SelectChoice("accepted", "Pranuar")], validators=[InputRequired()])
    reason = StringField("Arsyeja", validators=[InputRequired()])


class Demo(BesaForm):
    who = RadioField("Kush?", choices=[SelectChoice("child", "Fëmijë"), SelectChoice("adult", "I rritur")])
    name = StringField("Emri", validators=[InputRequired()])
    age = IntegerField("Mosha", validators=[InputRequired()])
    story = TextAreaField("Çfarë?", validators=[InputRequired(), Length(min=5, max=50)])
    when = DateParts("Kur?", validators=[InputRequired()])
    ways = SelectMultipleField("Si?", choices=[SelectChoice("mail", "Email")], validators=[InputRequired()])
    place = SelectField(
        "Ku?", choices=[SelectChoice("", "Zgjidh"), SelectChoice("t", "Tiranë")], validators=[InputRequired()]
    )
    sure = BooleanField("Po", validators=[InputRequired()])
    photo = FileField("Foto", validators=[InputRequired()])
    secret = PasswordField("Fjalëkalimi", validators=[InputRequired()])
    answers = FieldList(FormField(Answer), min_entries=2)


class Dated(BesaForm):
    when = DateParts("Kur?", validators=[Optional()])


class Document(HTMLParser):
    """Ids, links and hidden inputs of a page; ids that stand twice are an error of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.described: list[str] = []
        self.feed(text)
        assert len(self.ids) == len(set(self.ids)), f"an id stands twice: {sorted(self.ids)}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if identifier := values.get("id"):
            self.ids.append(identifier)
        if tag == "a":
            self.links.append(values.get("href") or "")
        self.described += (values.get("aria-describedby") or "").split()


def make_app(*, tokens: bool = True) -> flask.Flask:
    """Return a new app; without `tokens`, its forms are taken without theirs."""
    app = flask.Flask("demo")
    app.config.update(SECRET_KEY="a key of this test, forty characters long", TESTING=True, WTF_CSRF_ENABLED=tokens)
    pages.register(app)
    app.add_url_rule("/demo/form", view_func=form, methods=["GET", "POST"])
    app.add_url_rule("/demo/words", view_func=words)
    app.add_url_rule("/demo/fails/<int:status>", view_func=pages.render_error)
    app.register_error_handler(404, lambda _error: pages.render_error(404))
    return app


@cache
def shared_app(*, tokens: bool = True) -> flask.Flask:
    """Return one app for all tests: compiling GOV.UK's macros takes longer than any of them. The catalogues are built."""
    catalogue.compile_all()
    return make_app(tokens=tokens)


def form() -> tuple[str, int]:
    """Show the form; with errors it answers 422."""
    shown = Demo()
    shown.validate_on_submit()
    return flask.render_template_string(FORM_PAGE, form=shown), 422 if shown.errors else 200


def words() -> str:
    """Show dates."""
    return flask.render_template_string(
        WORDS_PAGE,
        due=date(2026, 11, 29),
        today=date(2026, 11, 24),
        seen=datetime(2026, 11, 24, 14, 5, tzinfo=UTC),
    )
