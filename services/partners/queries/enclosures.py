"""What lies beside a letter: what its own copy encloses, the office's reminders of it and its answers. Named by digest, shown to it alone."""

from uuid import UUID

from services.partners.models import Dispatch, Notice
from services.partners.queries import copies
from services.partners.queries.letters import AS_LETTERS
from services.partners.queries.wall import Own
from shared.documents import Documents
from shared.rules import NotFound


def content(own: Own, documents: Documents, dispatch_id: UUID, name: str) -> bytes:
    """The bytes of an enclosure. Raises `NotFound` for another's letter, and for a name that this body's letter does not have."""
    dispatch = own.get(Dispatch, dispatch_id)
    if dispatch.delivered_at is None or name not in _named(own, documents, dispatch):
        raise NotFound
    return documents.get(name)


def _named(own: Own, documents: Documents, dispatch: Dispatch) -> set[str]:
    """The names in the copy as it was rendered for this body, and in the letters about it that came after."""
    copy = copies.shown(documents, dispatch)
    later = own.select(Notice).where(
        Notice.recommendation_id == dispatch.recommendation_id,
        Notice.institution_id == dispatch.institution_id,
        Notice.kind.in_(AS_LETTERS),
    )
    named = {str(one["document"]) for one in copy.get("attachments", [])}
    return named | {
        str(row.details["letter"]) for row in own.session.execute(later).scalars() if "letter" in row.details
    }
