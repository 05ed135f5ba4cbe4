"""`/gaps`: the register of gaps in law and of wrong practices, and what anyone may see of it."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.gaps.actions import acts as act_actions
from services.cases.gaps.actions import register as actions
from services.cases.gaps.actions import stages
from services.cases.gaps.lists import GapListing, PublicGapListing
from services.cases.gaps.queries import gaps as queries
from services.cases.gaps.queries import public
from services.cases.gaps.schemas import gaps as schemas
from services.cases.gaps.schemas import stages as stage_schemas
from services.cases.queries import acts
from services.cases.schemas import acts as act_schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading, anyone
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("gaps", __name__, description="Gaps in law and wrong practices")
WORKERS = ("case_officer", "approver", "commissioner")
#: How the number in the path looks, for the OpenAPI document; any other is a number that nobody has.
NUMBER = {
    "in": "path",
    "name": "number",
    "required": True,
    "schema": {"type": "string", "pattern": r"^G-[0-9]{4}-[0-9]{5,7}-[0-9]$"},
}


def _answer(session: Session, gap_id: UUID) -> schemas.GapAnswer:
    return queries.answer(queries.read(session, gap_id, access.current(), local_date(utc_now())))


def _etag(gap: schemas.GapAnswer) -> str:
    return etag(gap.version)


@blueprint.route("/gaps")
@blueprint.arguments(GapListing, location="query")
@blueprint.response(200, schemas.GapList)
@access.staff(*WORKERS)
def list_gaps(asked: GapListing) -> Page[schemas.GapLineAnswer]:
    """The register, newest first; by kind, by cluster of the Convention, by where it stands."""
    here = platform()
    with here.database.transaction() as session:
        return queries.gaps(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/gaps", methods=["POST"])
@blueprint.arguments(schemas.NewGapBody)
@blueprint.response(201, schemas.GapAnswer)
@access.staff(*WORKERS)
def enter_gap(body: schemas.NewGapBody) -> Response:
    """Enter a gap, with the cases that showed it."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: _answer(session, actions.enter(by, session, platform().documents, body, now=now).id), 201, _etag
    )


@blueprint.route("/gaps/<uuid:gap_id>")
@blueprint.response(200, schemas.GapAnswer)
@access.staff(*WORKERS)
def get_gap(gap_id: UUID) -> tuple[schemas.GapAnswer, int, dict[str, str]]:
    """One gap with everything that the reader may see; the reading is noted."""
    with platform().database.transaction() as session:
        gap = _answer(session, gap_id)
    return gap, 200, {"ETag": _etag(gap)}


@blueprint.route("/gaps/<uuid:gap_id>", methods=["PATCH"])
@blueprint.arguments(schemas.GapChangeBody)
@blueprint.response(200, schemas.GapAnswer)
@access.staff(*WORKERS)
def change_gap(body: schemas.GapChangeBody, gap_id: UUID) -> Response:
    """Correct a gap; wants If-Match."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: _answer(
            session, actions.change(by, session, platform().documents, gap_id, body, require_version, now=now).id
        ),
        200,
        _etag,
    )


@blueprint.route("/gaps/<uuid:gap_id>/cases", methods=["POST"])
@blueprint.arguments(schemas.GapCasesBody)
@blueprint.response(200, schemas.GapAnswer)
@access.staff(*WORKERS)
def link_cases(body: schemas.GapCasesBody, gap_id: UUID) -> Response:
    """Tie cases to a gap that they showed."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: _answer(
            session, actions.link_cases(by, session, platform().documents, gap_id, body, now=now).id
        ),
        200,
        _etag,
    )


@blueprint.route("/gaps/<uuid:gap_id>/acts", methods=["POST"])
@blueprint.arguments(schemas.GapActBody)
@blueprint.response(201, act_schemas.ActAnswer)
@access.staff(*WORKERS)
def draft_act(body: schemas.GapActBody, gap_id: UUID) -> Response:
    """Draft the act that the gap leads to, filled in; in a case of the gap, or in one of the office's own initiative."""
    documents, by, now = platform().documents, access.current(), utc_now()

    def work(session: Session) -> act_schemas.ActAnswer:
        act = act_actions.draft_act(by, session, documents, gap_id, body, now=now)
        only = platform().settings.confirmed_law_only
        return acts.read(session, act.id, by, local_date(now), confirmed_only=only).answer()

    return idempotency.answer(work, 201, lambda act: etag(act.version))


@blueprint.route("/gaps/<uuid:gap_id>/names-reason", methods=["POST"])
@blueprint.arguments(schemas.GapNamesReasonBody)
@blueprint.response(200, schemas.GapAnswer)
@access.staff("approver", "commissioner")
def explain_names(body: schemas.GapNamesReasonBody, gap_id: UUID) -> Response:
    """Say why the public may read the texts of a gap although they name someone."""
    by, now, seen, reason = access.current(), utc_now(), body.content_hash, body.names_reason
    here = platform()
    here.database.run(lambda session: actions.compare_again(session, here.documents, gap_id, now=now))
    return idempotency.answer(
        lambda session: _answer(session, actions.explain_names(by, session, gap_id, seen, reason, now=now).id),
        200,
        _etag,
    )


@blueprint.route("/gaps/<uuid:gap_id>/outcome", methods=["POST"])
@blueprint.arguments(schemas.GapOutcomeBody)
@blueprint.response(201, schemas.GapAnswer)
@access.staff(*WORKERS)
def record_outcome(body: schemas.GapOutcomeBody, gap_id: UUID) -> Response:
    """Record how it ended: the law in force, the practice changed, the judgment, or that nothing came of it."""
    by, documents, now = access.current(), platform().documents, utc_now()

    def work(session: Session) -> schemas.GapAnswer:
        return _answer(session, actions.record_outcome(by, session, documents, gap_id, body, now=now).id)

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/gaps/<uuid:gap_id>/stages", methods=["POST"])
@blueprint.arguments(stage_schemas.GapStageBody)
@blueprint.response(201, schemas.GapAnswer)
@access.staff(*WORKERS)
def record_stage(body: stage_schemas.GapStageBody, gap_id: UUID) -> Response:
    """Record what the proposal went through outside the office: a consultation, the opinion on it, a vote, the Constitutional Court."""
    by, documents, now = access.current(), platform().documents, utc_now()

    def work(session: Session) -> schemas.GapAnswer:
        return _answer(session, stages.record(by, session, documents, gap_id, body, now=now).id)

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/public/gaps")
@blueprint.arguments(PublicGapListing, location="query")
@blueprint.response(200, schemas.PublicGapList)
@access.any_site
def list_public_gaps(asked: PublicGapListing) -> Page[schemas.PublicGapAnswer]:
    """Gaps of which an act is public, newest first."""
    here = platform()
    with here.database.transaction() as session:
        return public.public_gaps(session, here.cursors, asked, anyone(utc_now())).of(public.answer)


@blueprint.route("/public/gaps/<string:number>", parameters=[NUMBER])
@blueprint.response(200, schemas.PublicGapAnswer)
@access.any_site
def get_public_gap(number: str) -> schemas.PublicGapAnswer:
    """One gap by its number."""
    with platform().database.transaction() as session:
        return public.answer(public.read(session, number, local_date(utc_now())))
