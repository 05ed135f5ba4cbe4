"""The figures that a letter asks for: the table, what is doubtful, and sending them."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import figures as actions
from services.partners.actions.receipts import Signer
from services.partners.queries import figures as queries
from services.partners.queries import wall
from services.partners.schemas import figures as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("figures", __name__, description="Figures that letters ask for")


@blueprint.route("/dispatches/<uuid:dispatch_id>/figures", methods=["GET"])
@blueprint.response(200, schemas.TableAnswer)
@access.partner("dispatch:read")
def get_table(dispatch_id: UUID) -> schemas.TableAnswer:
    """The table that the letter asks for, with what was said of it; 404 where it asks for none."""
    here = platform()
    with here.database.transaction() as session:
        own = wall.own(session, access.current())
        return queries.answer(queries.table(own, here.documents, dispatch_id), domain.local_date(utc_now()))


@blueprint.route("/dispatches/<uuid:dispatch_id>/figures/doubts", methods=["POST"])
@blueprint.arguments(schemas.NewFigures)
@blueprint.response(200, schemas.DoubtList)
@access.partner("reply:write")
def look_at_figures(body: schemas.NewFigures, dispatch_id: UUID) -> Response:
    """What is doubtful of these figures, before they are sent; nothing is kept."""
    here, by = platform(), access.current()

    def work(session: Session) -> schemas.DoubtList:
        return schemas.DoubtList(items=actions.look(by, session, here.documents, dispatch_id, body))

    return idempotency.answer(work)


@blueprint.route("/dispatches/<uuid:dispatch_id>/figures", methods=["POST"])
@blueprint.arguments(schemas.NewFigures)
@blueprint.response(201, schemas.FiguresReceipt)
@access.partner("reply:write")
def send_figures(body: schemas.NewFigures, dispatch_id: UUID) -> Response:
    """Send them, every row; the letter is answered with that. What differs from what stands is a new version, and the old one stays."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.FiguresReceipt:
        return actions.report(
            by, session, here.documents, dispatch_id, body, Signer.of(here.settings, here.documents), now=now
        )

    return idempotency.answer(work, 201)
