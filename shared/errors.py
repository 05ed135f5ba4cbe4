"""Every refusal in one table: from exception to problem+json (RFC 9457) or, for a person, to a page.

No answer repeats the value that was sent, and no log line does.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, jsonify, redirect, request
from marshmallow import ValidationError
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from shared import metrics, rate_headers, security_log
from shared.documents import DocumentDamagedError, DocumentMissingError, SealBrokenError
from shared.limits import TooManyError
from shared.pagination import BadCursorError, LostCursorError
from shared.principal import Principal
from shared.retry import RetryLaterError, SetBackError
from shared.rules import ContentViolation, NotAllowed, NotFound, RuleViolation

log = logging.getLogger(__name__)

RETRY_AFTER = "5"
_DAMAGED = "what is stored of it is not what was stored; whoever operates the platform is told"
_LOST = "what ?after= stands behind was lost when the database was set back; go on with ?after= of `next`, without it from the beginning"


#: Who is told that a form which came after the session waits in the browser. A complainant's may be another person's device, and what a
#: body replied is kept for it (services/partners).
KEPT_TYPED = frozenset({"staff"})


class Problem(Exception):
    """An answer that is a refusal. `code` is the stable end of its type, `errors` are `{pointer, code}`; `more` is added."""

    def __init__(
        self, status: int, code: str, detail: str | None = None, errors: Iterable[dict[str, str]] = (), **more: Any
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = list(errors)
        self.kinds: frozenset[str] = more.pop("kinds", frozenset())
        self.page: bool = more.pop("page", False)
        self.headers: dict[str, str] = more.pop("headers", {})
        self.more = more


def problem_of(error: Exception) -> Problem:
    """The one table from exception to answer; what it does not name is a fault of ours (500)."""
    for kind, make in _TABLE:
        if isinstance(error, kind):
            return make(error)
    return Problem(500, "internal_error")


def _validation(error: Any) -> Problem:
    return Problem(422, "invalid_content", errors=list(pointers(error.messages)))


def _rule(error: Any) -> Problem:
    more: dict[str, Any] = {"legal": list(error.legal)} if error.legal else {}
    if error.beside or error.of:
        more["faults"] = [
            {"code": one.code, "detail": str(one)} | ({"of": one.of} if one.of else {}) for one in error.all
        ]
    status = 422 if isinstance(error, ContentViolation) else 409
    return Problem(status, error.code, detail=str(error), errors=_at_fields(error.all), **more)


def _at_fields(faults: Iterable[RuleViolation]) -> Iterable[dict[str, str]]:
    for one in faults:
        if isinstance(one, ContentViolation):
            yield {"pointer": f"/{one.field.replace('.', '/')}" if one.field else "", "code": one.code}


def _database(error: Any) -> Problem:
    state = getattr(error.orig, "sqlstate", None) or "08"
    if state == "23505":
        return Problem(409, "already_exists")
    if state.startswith("22"):
        log.error("gate_missed_a_value", extra={"code": state})
        return Problem(422, "invalid_content")
    if state[:2] in ("08", "53", "57", "40", "55", "58"):
        return Problem(503, "try_again", headers={"Retry-After": RETRY_AFTER})
    return Problem(500, "internal_error")


def _http(error: Any) -> Problem:
    status = error.code or 500
    if status == 422 and isinstance(getattr(error, "data", None), dict):
        return Problem(422, "invalid_content", errors=list(pointers(error.data.get("messages", {}))))
    headers = {"Allow": ", ".join(sorted(error.valid_methods))} if getattr(error, "valid_methods", None) else {}
    return Problem(status, _slug(status), headers=headers)


_Row = tuple[type[Exception], Callable[[Any], Problem]]
_TABLE: tuple[_Row, ...] = (
    (Problem, lambda error: error),
    (ValidationError, _validation),
    (RuleViolation, _rule),
    (NotAllowed, lambda e: Problem(403, "not_allowed", detail=str(e))),
    (NotFound, lambda _: Problem(404, "not_found")),
    (DocumentMissingError, lambda _: Problem(404, "not_found")),
    (DocumentDamagedError, lambda _: Problem(500, "document_damaged", detail=_DAMAGED)),
    (SealBrokenError, lambda _: Problem(500, "document_damaged", detail=_DAMAGED)),
    (LostCursorError, lambda e: Problem(410, "cursor_from_lost_time", detail=_LOST, next=e.next)),
    (BadCursorError, lambda _: Problem(400, "bad_cursor", detail="?after= is not a cursor of this list")),
    (TooManyError, lambda e: Problem(429, "too_many", headers={"Retry-After": str(e.seconds)})),
    (StaleDataError, lambda _: Problem(409, "changed_meanwhile")),
    (SetBackError, lambda e: Problem(503, "set_back", detail=str(e))),
    (RetryLaterError, lambda _: Problem(503, "try_again", headers={"Retry-After": RETRY_AFTER})),
    (PoolTimeoutError, lambda _: Problem(503, "try_again", headers={"Retry-After": RETRY_AFTER})),
    (IntegrityError, _database),
    (DataError, _database),
    (OperationalError, _database),
    (InterfaceError, _database),
    (HTTPException, _http),
)


def pointers(messages: Any, path: str = "") -> Iterable[dict[str, str]]:
    """Marshmallow's nested messages as JSON pointers (RFC 6901) with what is wrong there."""
    if isinstance(messages, dict):
        for name, inner in messages.items():
            outside = name in ("json", "query", "headers", "files", "form", "_schema")
            inside = path if outside else f"{path}/{_token(name)}"
            yield from pointers(inner, inside)
    elif isinstance(messages, list) and messages and isinstance(messages[0], (dict, list)):
        for inner in messages:
            yield from pointers(inner, path)
    else:
        texts = messages if isinstance(messages, list) else [messages]
        for text in texts:
            yield {"pointer": path, "code": str(text)}


def _token(name: object) -> str:
    """One step of a pointer (RFC 6901, section 3): a name with a slash in it is no two steps."""
    return str(name).replace("~", "~0").replace("/", "~1")


def as_json(problem: Problem) -> Response:
    body: dict[str, Any] = {
        "type": f"urn:besa:problem:{problem.code}",
        "title": HTTP_STATUS_CODES.get(problem.status, "Error"),
        "status": problem.status,
        "code": problem.code,
        "rid": getattr(g, "request_id", None),
        **problem.more,
    }
    if problem.detail:
        body["detail"] = problem.detail
    if problem.errors:
        body["errors"] = problem.errors
    response = jsonify(body)
    response.status_code = problem.status
    response.content_type = "application/problem+json"
    response.headers.update(problem.headers)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def register(
    app: Flask, is_api: Callable[[], bool], as_page: Callable[[Problem], Response], log_ins: dict[str, str]
) -> None:
    """Answer every exception. `log_ins`: where a page sends a person of that kind who is not signed in."""

    def answer(error: Exception) -> Any:
        problem = problem_of(error)
        g.outcome = problem.code
        if problem.status == 403 or (problem.status == 401 and _has_credential()):
            by = g.get("principal") or Principal()
            security_log.note_refusal(app.name, by, problem.code, *metrics.asked(request))
        if isinstance(error, TooManyError):
            rate_headers.note_refusal(error)
        if isinstance(error, SetBackError):
            # Of each request until it is declared: one line, no trace.
            log.error("refused", extra={"code": error.kind})
        elif problem.status >= 500:
            log.error("request_failed", exc_info=error, extra={"code": problem.code})
        if is_api():
            return as_json(problem)
        return _to_log_in(problem, log_ins) or as_page(problem)

    app.register_error_handler(Exception, answer)
    # flask-smorest has registered its own for this one, which would win as the more specific.
    app.register_error_handler(HTTPException, answer)


def _to_log_in(problem: Problem, log_ins: dict[str, str]) -> Any:
    """Where a person who is not signed in is sent; None for a page that says what to do here."""
    target = next((log_ins[kind] for kind in sorted(problem.kinds) if kind in log_ins), None)
    if problem.status != 401 or target is None:
        return None
    if request.method == "GET":
        return redirect(f"{target}?next={_wanted()}")
    if not problem.kinds & KEPT_TYPED:
        return redirect(target)
    # Whoever is led away loses what was typed. A browser that stays sends it again once its person is signed in.
    g.log_in = target
    return None


def _has_credential() -> bool:
    """Who sends none has only not signed in yet."""
    return any(name in request.headers for name in ("Authorization", "Receipt-Code"))


def _wanted() -> str:
    """What was asked for, with its query, as the value of one argument. The log-in looks whether it is a path of this host."""
    query = f"%3F{quote(request.query_string)}" if request.query_string else ""
    return quote(request.path) + query


def _slug(status: int) -> str:
    return HTTP_STATUS_CODES.get(status, "error").lower().replace(" ", "_").replace("'", "")
