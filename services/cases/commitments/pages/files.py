"""Commitments as a file: taken away, and one compared with what is known and taken over."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from services.cases.commitments import words
from services.cases.commitments.actions import register
from services.cases.commitments.queries import rows
from services.cases.commitments.queries.commitments import LEADERS, READERS
from services.cases.commitments.schemas.files import COMMITMENTS
from services.cases.incoming.pages import comparing
from shared import access
from shared.clock import utc_now
from shared.platform import platform

blueprint = Blueprint("commitment_file_pages", __name__)


@blueprint.route("/staff/commitments/export")
@access.staff(*READERS)
def commitment_export() -> ResponseReturnValue:
    kind = "csv" if request.args.get("format") == "csv" else "json"
    with platform().database.reading() as session:
        return COMMITMENTS.as_file(rows.rows(session), kind, "commitments")


@blueprint.route("/staff/commitments/import", methods=["GET", "POST"])
@access.staff(*LEADERS)
def commitment_import() -> ResponseReturnValue:
    by, now, store, home = (
        access.current(),
        utc_now(),
        platform().documents,
        url_for("commitment_pages.commitment_list"),
    )
    return comparing.imported(
        COMMITMENTS,
        lambda session, rows, apply: register.take_over(by, session, store, rows, apply=apply, now=now),
        "cases/commitment_import.html",
        words,
        home,
    )
