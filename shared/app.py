"""`create_app`: what all four services have in common, in one place. A service names its parts; there is no logic in it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, g, request
from sqlalchemy import MetaData
from uuid_utils.compat import uuid7
from werkzeug.middleware.proxy_fix import ProxyFix

from shared import (
    access,
    cli,
    errors,
    exchange,
    gate,
    health,
    logs,
    metrics,
    open_data,
    pages,
    rate_headers,
    settings,
    spans,
    staff_sessions,
    step_up,
    tracing,
    upkeep,
)  # fmt: skip
from shared.access import Authenticator
from shared.clock import utc_now
from shared.freeing import pages as freeing_pages
from shared.messaging.subscriptions import Subscriptions
from shared.openapi import ProblemApi
from shared.opening import Check
from shared.pages import file_words
from shared.platform import HandedOn, build, platform
from shared.principal import Principal
from shared.staff import standing_of
from shared.timers import Timers
from shared.witness.erasures import EraseAgain
from shared.witness.series import Numbers

STAFF_COOKIE = "besa_staff"
#: Nobody is led astray by a link to their own machine; health checks ask there.
LOOPBACK = ("localhost", "127.0.0.1")
#: The largest thing that anyone may send: a file of 20 MiB and the form around it.
MAX_BODY = 21 * 1024 * 1024


@dataclass(frozen=True)
class Service:
    """The parts of one service. `session_used` tells cases of the use of a staff session; cases itself has none. `numbers`:
    how it counts, if it gives numbers; `tables`: its own; `document_checks`: by the column that names it, how a document is known to be of its row; `erase_again`: how it erases once more, behind a restore, if it erases; `handed_on`: what
    `reconcile` says of those to whom it hands on what came.
    """

    name: str
    api: Sequence[gate.Blueprint]
    pages: Sequence[Blueprint]
    subscriptions: Subscriptions
    timers: Timers
    tables: MetaData = field(default_factory=MetaData)
    authenticators: Sequence[Authenticator] = ()
    log_ins: dict[str, str] = field(default_factory=dict)
    commands: Sequence[Any] = ()
    session_used: staff_sessions.Telling | None = None
    document_checks: Mapping[str, Check] = field(default_factory=dict)
    numbers: Numbers | None = None
    erase_again: EraseAgain | None = None
    handed_on: HandedOn | None = None


def create_app(service: Service, configuration: settings.Settings | None = None) -> Flask:
    """The app of `service`, with settings from the environment if none are given."""
    configuration = configuration or settings.load(service.name)
    app = Flask(service.name, static_folder=None, root_path=".")
    app.config.update(
        SECRET_KEY=configuration.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY,
        HSTS_SECONDS=configuration.hsts_seconds,
        HOSTS=(urlsplit(configuration.public_url).hostname or "", *LOOPBACK, *configuration.hosts),
        SESSION_COOKIE_NAME=f"besa_{service.name}",
        SESSION_COOKIE_SECURE=configuration.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH=f"/{service.name}",
        API_TITLE=f"Besa: {service.name}",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=f"/{service.name}/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={"servers": [{"url": configuration.public_url}]},
    )
    timers = Timers(service.timers)
    upkeep.register(timers, service.session_used, service.tables, service.document_checks)
    app.extensions["besa"] = build(
        configuration, service.subscriptions, timers, service.numbers, service.erase_again, service.handed_on
    )
    logs.configure(service.name, configuration.security_log)
    spans.send_to(service.name, configuration.traces_url)
    if configuration.proxy_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, configuration.proxy_hops, configuration.proxy_hops)  # type: ignore[method-assign]  # how Flask wants to be wrapped
    _observe(app)
    rate_headers.register(app)
    pages.register(app)
    _register_blueprints(app, service)
    log_ins = {"staff": "/cases/login", "partner": "/partners/login", "complainant": "/intake/mine", **service.log_ins}
    errors.register(app, _is_api, _as_page, log_ins)
    app.before_request(gate.known_host)
    app.before_request(_serves)
    open_data.register(app)
    access.guard(app, [_staff_authenticator(service), *service.authenticators], _is_api)
    step_up.register(app, _is_api)
    app.before_request(gate.canonical_path)
    cli.register(app, service.commands)
    if forgotten := access.unruled(app):
        raise RuntimeError(f"routes without an access rule: {', '.join(forgotten)}")
    return app


def _register_blueprints(app: Flask, service: Service) -> None:
    api = ProblemApi(app)
    for blueprint in service.api:
        api.register_blueprint(blueprint, url_prefix=f"/{service.name}/api/v1")
        app.extensions["csrf"].exempt(blueprint)
    for page in service.pages:
        app.register_blueprint(page, url_prefix=f"/{service.name}")
    app.register_blueprint(freeing_pages.blueprint, url_prefix=f"/{service.name}")
    app.register_blueprint(health.blueprint, url_prefix=f"/{service.name}")
    app.register_blueprint(exchange.blueprint, url_prefix=f"/{service.name}/api/v1")
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("api-docs") or endpoint.endswith("static"):
            access.public(view.__func__ if hasattr(view, "__func__") else view)


def _is_api() -> bool:
    parts = request.path.split("/")
    return len(parts) > 2 and parts[2] in ("api", "oauth", "livez", "readyz", "metrics")


def _as_page(problem: errors.Problem) -> Response:
    # A problem's detail is written for machines, in English; the page has its own words in the reader's language.
    seconds = problem.headers.get("Retry-After") if problem.status == 429 else None
    detail = pages.wait_words(int(seconds)) if seconds else file_words.not_shown(problem.code)
    response = pages.render_error(problem.status, detail=detail)
    response.headers.update(problem.headers)
    return response


def _serves() -> None:
    """No page and no answer out of a database that was set back. Health has its own words; a style sheet says nothing of it."""
    guard = platform().guard
    if guard and request.blueprint != health.blueprint.name and not (request.endpoint or "").endswith("static"):
        guard.check()


def _staff_authenticator(service: Service) -> Authenticator:
    """Who holds a staff session. One statement a request, and a write once a minute for each session."""

    def find(cookies: bool) -> Principal | None:
        token = request.cookies.get(STAFF_COOKIE) if cookies else bearer()
        if not token:
            return None
        here, now = platform(), utc_now()
        with here.database.reading() as session:
            hours = here.settings.staff_session_hours
            found = standing_of(session, here.settings.staff_verify_key, token, hours=hours)
        at_home = service.session_used is None
        if found is None or (at_home and now - found.seen_at > staff_sessions.idle(here.settings)):
            return None
        # Cases knows each session that it began, but after a restore: what it does not know it could not end.
        if now - found.seen_at > staff_sessions.NOTE_EVERY or (at_home and not found.known):
            used, telling = found, service.session_used
            here.database.run(lambda session: staff_sessions.note_use(session, used, telling, now=now))
        account = found.account
        return Principal(
            "staff", account.id, frozenset(account.roles), session_id=found.session_id, proved_at=found.proved_at
        )

    return find


def bearer() -> str | None:
    """The bearer token of this request."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _observe(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        # With its time in it, whoever is given the id need not look through all that was ever published.
        g.request_id = str(uuid7())
        g.trace = tracing.within(tracing.begin(request.headers.get("traceparent"), g.request_id))
        g.trace.__enter__()

    @app.after_request
    def count(response: Response) -> Response:
        _tell(app.name, response.status_code, time.perf_counter() - g.began)
        response.headers["X-Request-Id"] = g.request_id
        return response

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        if trace := g.pop("trace", None):
            trace.__exit__(None, None, None)


def _tell(service: str, status: int, seconds: float) -> None:
    """Count this request, and write its one line. Health is asked every few seconds: it has a line where it is not well."""
    method, route = metrics.asked(request)
    metrics.HTTP_REQUESTS.labels(service, route, method, f"{status // 100}xx").inc()
    metrics.HTTP_SECONDS.labels(service, route, method).observe(seconds)
    if request.blueprint == health.blueprint.name and status < 400:
        return
    now = time.time_ns()
    spans.ended(
        service,
        spans.Span(
            name=f"{method} {route}",
            kind="server",
            trace=tracing.current(),
            began=now - round(seconds * 1e9),
            ended=now,
            told={"http.request.method": method, "http.route": route, "http.response.status_code": status},
            failed=status >= 500,
        ),
    )
    principal = g.get("principal")
    logs.REQUESTS.info(
        "request",
        extra={
            "svc": service,
            "route": route,
            "method": method,
            "status": status,
            "outcome": g.get("outcome") or ("ok" if status < 400 else "refused"),
            "who": principal.kind if principal else "public",
            "ms": round(seconds * 1000, 1),
        },
    )
