"""What the State owes to children, as anyone may read it: what it says beside what the office found, with the figures and their rows."""

from uuid import UUID

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from services.cases.commitments.domain.words import SAID_NOTHING, WORDS, Fact
from services.cases.commitments.lists import PublicCommitmentListing
from services.cases.commitments.pages import words as shown
from services.cases.commitments.queries import figures, links
from services.cases.commitments.queries import public as queries
from services.cases.commitments.schemas.commitments import AsOfQuery, TieAnswer
from services.cases.commitments.schemas.figures import CommitmentCountsAnswer, CommitmentFigures
from services.cases.domain.obligations import Assessed, Reply
from services.cases.pages.acting import today
from shared import access
from shared.clock import utc_now
from shared.lists import anyone
from shared.pages import lists
from shared.platform import platform
from shared.row_files import csv_file
from shared.rules import NotFound
from shared.words import language

blueprint = Blueprint("public_commitment_pages", __name__)
#: The words of each side, with the one that says that there is none yet; after what a row is of they are the columns of the file.
_SIDES = {
    Fact.REPLY: (Reply.NONE, *WORDS[Fact.REPLY]),
    Fact.CLAIMED: (SAID_NOTHING, *WORDS[Fact.CLAIMED]),
    Fact.ASSESSED: (Assessed.NOT_ASSESSED, *WORDS[Fact.ASSESSED]),
}


@blueprint.route("/public/commitments")
@access.public
def public_list() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(PublicCommitmentListing)
    with here.database.reading() as session:
        page = asked.listing and queries.public_commitments(session, here.cursors, asked.listing, anyone(utc_now()))
        counted = figures.public_figures(session, AsOfQuery(), today())
    rows = [shown.row(one, _href(one.id)) for one in page.items] if page else []
    body = render_template(
        "cases/public_commitment_list.html", asked=asked, page=page, commitments=rows, figures=counted, shown=shown
    )
    return body, asked.status


@blueprint.route("/public/commitments/figures")
@access.public
def public_figures() -> ResponseReturnValue:
    """The figures on any day, as known on any day, with the method."""
    counted, refusal = _figures()
    body = render_template(
        "cases/public_commitment_figures.html",
        figures=counted,
        refusal=refusal,
        asked=shown.days(counted),
        shown=shown,
    )
    return body, 422 if refusal else 200


@blueprint.route("/public/commitments/figures.csv")
@access.public
def public_figures_csv() -> Response:
    counted, refusal = _figures()
    if refusal:
        raise NotFound
    counts = [f"{fact.value}_{word}" for fact, those in _SIDES.items() for word in those]
    head = ("on", "known", "group", "key", "name", "total", *counts, "contradicted", "late")
    groups = (("all", (counted.whole,)), ("document", counted.documents), ("cluster", counted.clusters))
    rows = [_row(counted, group, one) for group, those in groups for one in those]
    return csv_file([head, *rows], f"commitments-{counted.on}-{counted.known}.csv")


@blueprint.route("/public/commitments/<uuid:commitment_id>")
@access.public
def public_commitment(commitment_id: UUID) -> ResponseReturnValue:
    with platform().database.reading() as session:
        answer, refusal = shown.as_asked(lambda asked: queries.read(session, commitment_id, asked, today()))
    line = answer.commitment
    body = render_template(
        "cases/public_commitment.html",
        answer=answer,
        refusal=refusal,
        asked=shown.days(answer),
        line=line,
        shown=shown,
        words=[shown.told(one) for one in answer.words],
        links=[(one, _link_href(one)) for one in answer.links],
    )
    return body, 422 if refusal else 200


def _href(commitment_id: UUID) -> str:
    return url_for("public_commitment_pages.public_commitment", commitment_id=commitment_id)


def _figures() -> tuple[CommitmentFigures, str | None]:
    with platform().database.reading() as session:
        return shown.as_asked(lambda asked: figures.public_figures(session, asked, today()))


def _row(counted: CommitmentFigures, group: str, one: CommitmentCountsAnswer) -> list[object]:
    said = {Fact.REPLY: one.replies, Fact.CLAIMED: one.claimed, Fact.ASSESSED: one.assessed}
    counts = [said[fact].get(word, 0) for fact, those in _SIDES.items() for word in those]
    about = [counted.on, counted.known, group, one.key, one.name(language())]
    return [*about, one.total, *counts, one.contradicted, one.late]


def _link_href(one: TieAnswer) -> str | None:
    if one.kind == links.GAP:
        return url_for("public_gaps_pages.public_gap", number=one.ref)
    return url_for("register_pages.public_recommendation", number=one.ref) if one.kind == links.ACT else None
