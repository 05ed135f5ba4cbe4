"""`/sessions` and `/staff`: logging in and out, and who there is to give a case to."""

from datetime import datetime
from functools import partial
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.cases.actions import log_ins, sessions, staff
from services.cases.actions.log_ins import Proved, StillMissing
from services.cases.actions.sessions import Terms, terms_of
from services.cases.queries import people
from services.cases.queries import sessions as own_sessions
from services.cases.schemas import people as schemas
from shared import access, guessing, idempotency, rate_headers, staff_sessions
from shared.clock import utc_now
from shared.errors import Problem
from shared.gate import Blueprint
from shared.platform import platform
from shared.rules import RuleViolation
from shared.second_factor import parts
from shared.tries import Turn

blueprint = Blueprint("sessions", __name__, description="Log-in, and the people of the office")


@blueprint.route("/sessions", methods=["POST"])
@blueprint.arguments(schemas.LogInBody)
@blueprint.response(201, schemas.SessionAnswer)
@blueprint.doc(responses=rate_headers.DESCRIBED)
@access.public
def log_in(body: schemas.LogInBody) -> Response:
    """A bearer token for eight hours, which counts until its session is ended or lies unused for half an hour.

    401 for a wrong name or password alike, 429 for too many wrong ones of this name from this network (who sends back the cookie
    `besa_device` of an earlier log-in is counted alone), 409 `password_must_change` for a password that somebody else gave: its owner
    chooses another one on the page first, 409 `second_factor_needed` where `code` has to be sent too, 409 `second_factor_must_enrol`
    where one has to be set up on the page first. Codes are counted as on the page.
    """
    with guessing.turn("staff", body.username) as turn:
        response = idempotency.answer(partial(_begin, turn, body, now=utc_now()), 201)
    guessing.remember(response, "staff", body.username)
    return response


def _begin(turn: Turn, body: schemas.LogInBody, session: Session, *, now: datetime) -> schemas.SessionAnswer:
    terms = terms_of(platform().settings, request.user_agent.string)
    try:
        begun = staff.log_in(session, body, terms, now=now)
    except StillMissing as missing:
        if missing.code != "second_factor_needed" or not body.code:
            raise
        proved = _with_code(missing.proved, body, terms, now)
        begun = log_ins.go_on(session, proved, terms, now=now) if proved else None
    if begun is None:
        turn.wrong()
        raise Problem(401, "wrong_log_in", detail="no such username and password")
    turn.right()
    return begun


def _with_code(proved: Proved, body: schemas.LogInBody, terms: Terms, now: datetime) -> Proved | None:
    """As on the page: counted and noted in transactions of their own, also where it is wrong."""
    with parts.log_in_turn("staff", proved.staff_id, body.username) as right:
        shown = platform().database.run(lambda own: log_ins.accept(own, proved, body.code or "", terms, now=now))
        if shown is not None:
            right()
        return shown


@blueprint.route("/sessions/proof", methods=["POST"])
@blueprint.arguments(schemas.ProofBody)
@blueprint.response(200, schemas.SessionAnswer)
@access.staff()
def prove(body: schemas.ProofBody) -> Response:
    """Show a second factor again, where an act of weight was answered with 403 `second_factor_again`: another token of the same session.

    403 `wrong_code` for a code that does not count, 429 after too many.
    """
    by, now, terms = access.current(), utc_now(), terms_of(platform().settings, request.user_agent.string)
    try:
        with parts.proof_turn(by) as right:
            response = idempotency.answer(lambda session: log_ins.prove(by, session, body.code, terms, now=now), 200)
            right()
            return response
    except RuleViolation as error:
        platform().database.run(lambda session: log_ins.note_refused(by, session))
        raise Problem(403, error.code, detail=str(error)) from error


@blueprint.route("/sessions", methods=["GET"])
@blueprint.response(200, schemas.OwnSessions)
@access.staff()
def list_sessions() -> schemas.OwnSessions:
    """One's own log-ins that count now."""
    here, by = platform(), access.current()
    with here.database.reading() as session:
        found = own_sessions.own(session, by, staff_sessions.idle(here.settings), utc_now())
    return schemas.OwnSessions(items=tuple(found), next=None)


@blueprint.route("/sessions/<uuid:session_id>/end", methods=["POST"])
@blueprint.response(200, schemas.EndedAnswer)
@access.staff()
def end_session(session_id: UUID) -> Response:
    """Log out of one of one's own sessions, this or another: its token opens nothing in any service. 404 for one that is over."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.EndedAnswer:
        sessions.end(by, session, session_id, now=now)
        return schemas.EndedAnswer(ended=1)

    return idempotency.answer(work, 200)


@blueprint.route("/sessions/others/end", methods=["POST"])
@blueprint.response(200, schemas.EndedAnswer)
@access.staff()
def end_other_sessions() -> Response:
    """Log out of all of one's own sessions but this one."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: schemas.EndedAnswer(ended=sessions.end_others(by, session, now=now)), 200)


@blueprint.route("/staff", methods=["GET"])
@blueprint.arguments(schemas.StaffQuery, location="query")
@blueprint.response(200, schemas.MemberList)
@access.staff("case_officer", "approver", "commissioner", "admin")
def list_staff(query: schemas.StaffQuery) -> schemas.MemberList:
    """Active staff by name."""
    with platform().database.transaction() as session:
        return schemas.MemberList(items=tuple(people.members(session, query.role)), next=None)
