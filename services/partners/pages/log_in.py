"""In and out of the portal, and who is in."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners.actions import log_ins, people
from services.partners.actions.log_ins import StillMissing
from services.partners.forms.log_in import LogInForm, own_path
from services.partners.pages import callers, log_in_steps
from services.partners.pages.log_in_steps import COOKIE, PATH
from services.partners.queries import credentials
from shared import access, guessing
from shared.clock import utc_now
from shared.limits import TooManyError
from shared.pages.waiting import wait_words
from shared.platform import platform
from shared.principal import Principal

LONGEST_TOKEN = 100
#: A session is noted as used at most once in this time, so that a click is not a write.
NOTE_EVERY = timedelta(minutes=1)

#: In the session's cookie: the link by which somebody came, used up by then. By it a new one can be asked for.
LINK = "link"
#: The same: whether of a reply that was sent too late the words were kept.
KEPT = "kept"

blueprint = Blueprint("log_in", "services.partners", template_folder="templates")
blueprint.app_context_processor(callers.frame)


@blueprint.get("/")
@access.public
def start() -> ResponseReturnValue:
    inside = access.current().kind == "partner"
    return redirect(url_for("correspondence.inbox" if inside else "log_in.log_in"), 303)


@blueprint.route("/login", methods=["GET", "POST"])
@access.public
def log_in() -> ResponseReturnValue:
    if request.method == "GET" and (link := _link_that_ended()):
        return render_template("partners/link_over.html", token=link, ended=True, kept=session.pop(KEPT, False))
    form = LogInForm()
    if not form.validate_on_submit():
        return _shown(form, 422 if form.errors else 200)
    goal = own_path(request.args.get("next"), _inbox())
    try:
        token = _token(form)
    except StillMissing as missing:
        return log_in_steps.lead(missing, goal, form.username.data or "")
    except TooManyError as error:
        form.form_errors.append(wait_words(error.seconds))
        return *_shown(form, 429), {"Retry-After": str(error.seconds)}
    return log_in_steps.let_in(token, goal, form.username.data or "") if token else _shown(form, 422)


def _link_that_ended() -> str | None:
    """The used link of whoever came by one and is out: they have no account, and need a new one. Whoever asks for the portal logs in."""
    goal, letters = request.args.get("next"), f"{PATH}/dispatches/"
    wanted = goal is None or goal.startswith(letters)
    return session.get(LINK) if wanted and access.current().kind == "public" else None


def _token(form: LogInForm) -> str | None:
    """The token; None for a wrong name and for a wrong password alike, which the form says. Raises `TooManyError`."""
    username, password, now = form.username.data or "", form.password.data or "", utc_now()
    terms = log_in_steps.terms()
    with guessing.turn("partner", username) as turn:
        with platform().database.transaction() as database:
            token = log_ins.log_in(database, username, password, terms, now=now)
        if token is not None:
            turn.right()
            return token
        turn.wrong()
    form.form_errors.append(_("Emri ose fjalëkalimi nuk është i saktë."))
    return None


def _inbox() -> str:
    return url_for("correspondence.inbox")


@blueprint.post("/logout")
@access.public
def log_out() -> ResponseReturnValue:
    if token := request.cookies.get(COOKIE):
        with platform().database.transaction() as database:
            people.log_out(database, token)
    session.clear()
    response = redirect(url_for("log_in.log_in"), 303)
    response.delete_cookie(COOKIE, path=PATH)
    return response


def person(cookies: bool) -> Principal | None:
    """The authenticator of people: on pages alone, where forms carry a token against forgery."""
    token = request.cookies.get(COOKIE) if cookies else None
    if not token or len(token) > LONGEST_TOKEN:
        return None
    here, now = platform(), utc_now()
    with here.database.reading() as database:
        user = credentials.person_of(database, token, now)
    if user is None:
        return None
    if now - user.seen_at > NOTE_EVERY:
        here.database.run(lambda database: people.touch(database, token, now=now))
    return Principal(
        "partner",
        user.id,
        frozenset({user.role}),
        user.institution_id,
        session_id=user.session_id,
        proved_at=user.proved_at,
    )


def _shown(form: LogInForm, status: int) -> tuple[str, int]:
    page = render_template(
        "besa/login.html",
        form=form,
        heading=_("Hyni në portalin e institucioneve"),
        intro=_("Këtu institucionet marrin letrat e Avokatit të Popullit dhe u përgjigjen atyre."),
        action=url_for("log_in.log_in", next=own_path(request.args.get("next"), _inbox())),
    )
    return page, status
