"""Data on people that the office released to one body with one letter. Nobody else ever sees them."""

from uuid import UUID

from services.partners.models import Dispatch, Notice
from services.partners.queries.copies import CopyOfAnotherError
from services.partners.queries.wall import Own
from services.partners.schemas.released import Datum, Release
from shared.documents import DocumentMissingError, Documents
from shared.events.documents.intake import DatumForBody
from shared.typed import UNSENT, filled

KIND = "identity_released"


def of(own: Own, documents: Documents, dispatch_id: UUID) -> tuple[Release, ...]:
    """What was released with this letter, oldest first; of what the office erased since there is no data.

    Raises `NotFound` for a letter that is not the body's own.
    """
    dispatch = own.get(Dispatch, dispatch_id)
    statement = own.select(Notice).where(
        Notice.recommendation_id == dispatch.recommendation_id,
        Notice.institution_id == dispatch.institution_id,
        Notice.kind == KIND,
    )
    rows = own.session.execute(statement.order_by(Notice.id)).scalars()
    return tuple(_release(documents, row) for row in rows)


def _release(documents: Documents, notice: Notice) -> Release:
    name = notice.details["document"]
    try:
        data = documents.read_all(DatumForBody, name)
    except DocumentMissingError:
        return Release(at=notice.at, erased=True, data=())
    for one in data:
        of_another = one.institution_id not in {UNSENT, notice.institution_id}
        if of_another or one.recommendation_id not in {UNSENT, notice.recommendation_id}:
            raise CopyOfAnotherError(name)
    return Release(at=notice.at, erased=False, data=tuple(filled(Datum, one) for one in data))
