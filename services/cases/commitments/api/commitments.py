"""`/commitments`: what the State owes, what was said of it, and what it is tied to."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.commitments.actions import looks, ties, words
from services.cases.commitments.lists import CommitmentListing
from services.cases.commitments.queries import commitments as queries
from services.cases.commitments.queries import figures
from services.cases.commitments.queries.commitments import LEADERS, READERS, WORKERS, WRITERS
from services.cases.commitments.schemas import commitments as schemas
from services.cases.commitments.schemas import figures as figure_schemas
from services.cases.domain.timeliness import local_date
from services.cases.gaps.queries import gaps
from services.cases.gaps.schemas import gaps as gap_schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag

blueprint = Blueprint("commitments", __name__, description="What the State owes")


def _answer(session: Session, commitment_id: UUID) -> schemas.CommitmentAnswer:
    asked, today = schemas.AsOfQuery(), local_date(utc_now())
    return queries.read(session, commitment_id, asked, access.current(), today).answer


@blueprint.route("/commitments")
@blueprint.arguments(CommitmentListing, location="query")
@blueprint.response(200, schemas.CommitmentList)
@access.staff(*READERS)
def list_commitments(asked: CommitmentListing) -> Page[schemas.CommitmentLineAnswer]:
    """What the State owes, with where each stands today."""
    here = platform()
    with here.database.reading() as session:
        return queries.commitments(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/commitments/figures")
@blueprint.arguments(schemas.AsOfQuery, location="query")
@blueprint.response(200, figure_schemas.CommitmentFigures)
@access.staff(*READERS)
def get_figures(asked: schemas.AsOfQuery) -> figure_schemas.CommitmentFigures:
    """What the State says beside what the office found, by document and by cluster; as it stood, and as it was known, on any day."""
    with platform().database.reading() as session:
        return figures.figures(session, asked, access.current(), local_date(utc_now()))


@blueprint.route("/commitments/<uuid:commitment_id>")
@blueprint.arguments(schemas.AsOfQuery, location="query")
@blueprint.response(200, schemas.CommitmentAnswer)
@access.staff(*READERS)
def get_commitment(asked: schemas.AsOfQuery, commitment_id: UUID) -> schemas.CommitmentAnswer:
    """One with how it read, what was said of it, and what it is tied to."""
    with platform().database.reading() as session:
        return queries.read(session, commitment_id, asked, access.current(), local_date(utc_now())).answer


@blueprint.route("/commitments/<uuid:commitment_id>/words", methods=["POST"])
@blueprint.arguments(schemas.NewWordBody)
@blueprint.response(201, schemas.CommitmentAnswer)
@access.staff(*WRITERS)
def write_word(body: schemas.NewWordBody, commitment_id: UUID) -> Response:
    """Write what the State says, or what the office found; it counts once a second person confirmed it."""
    by, documents, now = access.current(), platform().documents, utc_now()

    def work(session: Session) -> schemas.CommitmentAnswer:
        return _answer(session, words.write(by, session, documents, commitment_id, body, now=now).commitment_id)

    return idempotency.answer(work, 201)


@blueprint.route("/commitments/<uuid:commitment_id>/words/<uuid:word_id>/confirmation", methods=["POST"])
@blueprint.arguments(schemas.WordConfirmationBody)
@blueprint.response(200, schemas.CommitmentAnswer)
@access.staff(*LEADERS)
def confirm_word(body: schemas.WordConfirmationBody, commitment_id: UUID, word_id: UUID) -> Response:
    """Confirm, as the second person, exactly what was read."""
    by, now, here = access.current(), utc_now(), platform()
    here.database.run(lambda session: looks.compare_word(session, here.documents, word_id, now=now))
    return idempotency.answer(
        lambda session: _answer(
            session, words.confirm(by, session, commitment_id, word_id, body, now=now).commitment_id
        )
    )


@blueprint.route("/commitments/<uuid:commitment_id>/words/<uuid:word_id>/setting-aside", methods=["POST"])
@blueprint.arguments(schemas.WordSettingAsideBody)
@blueprint.response(200, schemas.CommitmentAnswer)
@access.staff(*WRITERS)
def set_word_aside(body: schemas.WordSettingAsideBody, commitment_id: UUID, word_id: UUID) -> Response:
    """Say that a word which nobody confirmed will not count, and why."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: _answer(
            session, words.set_aside(by, session, commitment_id, word_id, body, now=now).commitment_id
        )
    )


@blueprint.route("/commitments/<uuid:commitment_id>/links", methods=["POST"])
@blueprint.arguments(schemas.TieBody)
@blueprint.response(200, schemas.CommitmentAnswer)
@access.staff(*WRITERS)
def tie(body: schemas.TieBody, commitment_id: UUID) -> Response:
    """Tie it to an indicator, a gap or an act."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: _answer(session, ties.tie(by, session, commitment_id, body, now=now).id))


@blueprint.route("/commitments/<uuid:commitment_id>/links/removal", methods=["POST"])
@blueprint.arguments(schemas.TieBody)
@blueprint.response(200, schemas.CommitmentAnswer)
@access.staff(*WRITERS)
def untie(body: schemas.TieBody, commitment_id: UUID) -> Response:
    """Take away a tie that was made in error."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: _answer(session, ties.untie(by, session, commitment_id, body, now=now).id)
    )


@blueprint.route("/commitments/<uuid:commitment_id>/gaps", methods=["POST"])
@blueprint.arguments(schemas.CommitmentGapBody)
@blueprint.response(201, gap_schemas.GapAnswer)
@access.staff(*WORKERS)
def enter_gap(body: schemas.CommitmentGapBody, commitment_id: UUID) -> Response:
    """Enter the gap that is in the way of one which is found not to be kept, with its paragraph as ground; of it an act is drafted."""
    by, documents, now = access.current(), platform().documents, utc_now()

    def work(session: Session) -> gap_schemas.GapAnswer:
        gap = ties.enter_gap(by, session, documents, commitment_id, body, now=now)
        return gaps.answer(gaps.read(session, gap.id, by, local_date(now)))

    return idempotency.answer(work, 201, lambda gap: etag(gap.version))
