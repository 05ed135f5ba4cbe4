"""A small app that uses every macro and both layouts once, so that the browser tests look at all of them."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import flask
from wtforms.fields import (
    BooleanField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from shared import pages
from shared.pages.forms import BesaForm, DateParts, FileField, SelectChoice

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
TODAY = date(2026, 11, 24)


class Complaint(BesaForm):
    """Every kind of field once; posted empty, each required one has an error."""

    submitter = RadioField(
        "Kush po na shkruan?",
        choices=[
            SelectChoice("child", "Jam fëmijë (nën 18 vjeç)"),
            SelectChoice("adult", "Jam i rritur dhe shkruaj për një fëmijë"),
            SelectChoice("organisation", "Shkruaj në emër të një organizate"),
        ],
        validators=[InputRequired("Zgjidh kush je")],
    )
    organisation = StringField("Emri i organizatës", validators=[Optional()])
    narrative = TextAreaField(
        "Çfarë ka ndodhur?", validators=[InputRequired("Na trego çfarë ka ndodhur"), Length(max=2000)]
    )
    happened = DateParts("Kur ndodhi?", validators=[InputRequired("Shkruaj datën, p.sh. 27 3 2026")])
    channels = SelectMultipleField(
        "Si mund të të kontaktojmë?",
        choices=[
            SelectChoice("phone", "Telefon"),
            SelectChoice("mail", "Email"),
            SelectChoice("none", "Mos më kontaktoni"),
        ],
        validators=[InputRequired("Zgjidh të paktën një mënyrë")],
    )
    municipality = SelectField(
        "Bashkia",
        choices=[SelectChoice("", "Zgjidh"), SelectChoice("tirana", "Tiranë"), SelectChoice("shkodra", "Shkodër")],
        validators=[InputRequired("Zgjidh bashkinë")],
    )
    secret = BooleanField("Mos ia trego askujt emrin tim", validators=[InputRequired("Kjo duhet konfirmuar")])
    evidence = FileField("Shto një foto ose dokument")


class LogIn(BesaForm):
    """What `besa/login.html` asks for."""

    username = StringField("Përdoruesi", validators=[InputRequired()])
    password = PasswordField("Fjalëkalimi", validators=[InputRequired()])


@cache
def create_app() -> flask.Flask:
    """Return the app, the same one each time: compiling its templates takes a second. Its pages stand under /sink/."""
    app = flask.Flask("sink", template_folder=Path(__file__).parent / "templates")
    app.config.update(SECRET_KEY="only for this test app, forty characters")
    pages.register(app)
    app.context_processor(_frame)
    app.add_url_rule("/sink/parts", view_func=parts)
    app.add_url_rule("/sink/complaint", view_func=complaint, methods=["GET", "POST"])
    app.add_url_rule("/sink/login", view_func=login, methods=["GET", "POST"])
    app.add_url_rule("/sink/out", view_func=out, methods=["POST"])
    app.register_error_handler(404, lambda _error: pages.render_error(404))
    return app


def parts() -> str:
    """Show what pages are made of besides forms."""
    return flask.render_template("kitchen_parts.html", now=NOW, today=TODAY)


def complaint() -> tuple[str, int]:
    """Show the form, and after an empty post all its errors."""
    form = Complaint()
    form.validate_on_submit()
    return flask.render_template("kitchen_form.html", form=form), 422 if form.errors else 200


def login() -> str:
    """Show the log-in page."""
    form = LogIn()
    form.validate_on_submit()
    return flask.render_template(
        "besa/login.html", form=form, heading="Hyni në portal", intro=None, action=flask.url_for("login")
    )


def out() -> flask.Response:
    """Stand for a log-out: says so on the next page."""
    flask.flash("Keni dalë nga llogaria.", "success")
    return flask.redirect(flask.url_for("parts"), 303)


def _frame() -> dict[str, object]:
    return {
        "service_title": "Portali i institucioneve",
        "service_url": "/sink/parts",
        "navigation": [
            {"text": "Rekomandime", "href": "/sink/parts", "active": True},
            {"text": "Përgjigjet tona", "href": "/sink/complaint"},
            {"text": "Dil", "href": "/sink/out", "post": True},
        ],
    }
