"""To whom else a letter went: nobody is named to whom it was not delivered (design, section 10)."""

from sqlalchemy import select

from services.partners.models import ActReached, Dispatch, Institution
from services.partners.queries.copies import rendered
from services.partners.queries.wall import Own
from services.partners.schemas.dispatches import AlsoSentAnswer
from shared.documents import Documents
from shared.events.documents.cases import AddressedBody, AddressedTo
from shared.typed import Unsent, filled, load


def to_whom(own: Own, documents: Documents, dispatch: Dispatch) -> tuple[AlsoSentAnswer, ...]:
    """Of the bodies that the letter says it is for, beside its own, those that have theirs; as called and in the order there. Copies
    of before a body stood in them with its id are found by its name.
    """
    addressed = load(AddressedTo, rendered(documents, dispatch)).also_addressed
    rows = select(Institution.id, Institution.name_sq).join(ActReached, ActReached.institution_id == Institution.id)
    reached = own.session.execute(rows.where(ActReached.recommendation_id == dispatch.recommendation_id)).all()
    ids, names = {row.id for row in reached}, {row.name_sq for row in reached}

    def has_it(body: AddressedBody) -> bool:
        return body.name_sq in names if isinstance(body.institution_id, Unsent) else body.institution_id in ids

    return tuple(filled(AlsoSentAnswer, body) for body in addressed if has_it(body))
