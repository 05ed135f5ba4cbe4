"""Data on people that the office released to one body with one letter. Nobody else ever sees them."""

from typing import Any
from uuid import UUID

from services.partners.models import Dispatch, Notice
from services.partners.queries.wall import Own
from shared.documents import DocumentMissingError, Documents

KIND = "identity_released"


def of(own: Own, documents: Documents, dispatch_id: UUID) -> list[dict[str, Any]]:
    """What was released with this letter, oldest first: `{at, erased, data: [{key, name_sq, name_en, value}]}`; of what the
    office erased since there is no data.

    Raises `NotFound` for a letter that is not the body's own.
    """
    dispatch = own.get(Dispatch, dispatch_id)
    statement = own.select(Notice).where(
        Notice.recommendation_id == dispatch.recommendation_id,
        Notice.institution_id == dispatch.institution_id,
        Notice.kind == KIND,
    )
    rows = own.session.execute(statement.order_by(Notice.id)).scalars()
    return [{"at": row.at, **_content(documents, row.details["document"])} for row in rows]


def _content(documents: Documents, document: str) -> dict[str, Any]:
    try:
        return {"erased": False, "data": documents.get_json(document)}
    except DocumentMissingError:
        return {"erased": True, "data": []}
