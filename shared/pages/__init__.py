"""What every HTML page of every service stands on: language, headers, protection of forms, error pages, static files.

A service calls `register` once in its application factory and extends `besa/layout.html` or `besa/quiet.html`.
JSON routes do not come here: the factory exempts their blueprints from the form token.
"""

import flask
from flask_babel import gettext
from flask_wtf.csrf import CSRFError, CSRFProtect

from shared.pages import compression, headers, languages, static_files, templating
from shared.pages.error_pages import render_error
from shared.pages.waiting import wait_words

__all__ = ["register", "render_error", "wait_words"]

# An address that tells nothing about the reader when it stands in a browser's history.
EXIT_PAGE_URL = "https://sq.wikipedia.org/"


def register(app: flask.Flask) -> None:
    """Give `app` (whose name is the service's) everything that its pages need.

    Sets `app.extensions["csrf"]`; the caller exempts its API blueprints with `.exempt(blueprint)`. Call it after the
    configuration is read: `SECRET_KEY` is needed by the form token, `HELPLINE` and `EXIT_PAGE_URL` are optional.
    """
    _configure(app)
    templating.register(app)
    languages.register(app)
    static_files.register(app)
    headers.register(app)
    compression.register(app)
    CSRFProtect(app)
    app.register_error_handler(CSRFError, _expired_form)


def _configure(app: flask.Flask) -> None:
    app.config.setdefault("HELPLINE", None)
    app.config.setdefault("EXIT_PAGE_URL", EXIT_PAGE_URL)
    # Four services answer on one host: with Flask's default name and path each would overwrite the others' session.
    app.config["SESSION_COOKIE_NAME"] = f"besa_{app.name}"
    app.config["SESSION_COOKIE_PATH"] = f"/{app.name}/"
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    # A child may take hours over a complaint; the token dies with the session, not with the clock.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    # Flask-WTF would demand the Referer header under HTTPS, which our own Referrer-Policy tells the browser not to send.
    app.config["WTF_CSRF_SSL_STRICT"] = False


def _expired_form(_error: CSRFError) -> flask.Response:
    return render_error(
        400,
        gettext("Formulari nuk u dërgua"),
        gettext(
            "Faqja ka qëndruar hapur shumë gjatë ose shfletuesi nuk pranon cookie. Hapeni faqen përsëri dhe dërgojeni."
        ),
    )
