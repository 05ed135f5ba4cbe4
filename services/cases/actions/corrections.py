"""Draft findings that a body may correct before they are final: asked by a request of a kind of its own, in a term of its own.

Nothing here is kept apart: the request is an act, each finding an item of it that its body answers by every way in which acts are
answered, and what the office makes of a correction is an assessment of that item.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import assessments, requests
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.data.confirmed import Rests
from services.cases.domain.bodies import Role
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Recommendation
from services.cases.queries.situations import institutions
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from services.cases.schemas.obligations import AssessmentBody
from shared.documents import Documents
from shared.principal import Principal

#: The kind of act by which a body is asked (kinds.yaml).
KIND = "finding_corrections"


def ask(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    institution_id: UUID,
    items: Sequence[ItemBody],
    *,
    title: str,
    grounds: str,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> Recommendation:
    """One letter with an item for each draft finding. It leaves once it was compared with the sealed files, by itself if it names nobody."""
    today = local_date(now)
    body = institutions(session, [institution_id])[institution_id]
    outgoing.check_law(Rests(data.kind_on(KIND, today), {body.institution_class}), today)
    wanted = DraftBody(
        kind=KIND,
        title=title,
        grounds=grounds,
        items=tuple(items),
        addressees=(AddresseeBody(institution_id=institution_id, role=Role.RESPONSIBLE),),
    )
    return requests.send(by, session, documents, case, wanted, now=now, outgoing=outgoing)


def answer(
    by: Principal,
    session: Session,
    documents: Documents,
    obligation_id: UUID,
    outcome: str,
    words: str,
    *,
    now: datetime,
) -> None:
    """What the office makes of what the body said of one finding: a key of outcomes.yaml, with its words. The body reads the outcome.

    Raises `NotFound`, `ContentViolation` for an outcome of another kind and without words, `RuleViolation` where the act fell.
    """
    found = AssessmentBody(outcome=outcome, on=local_date(now), reason=words)
    assessments.assess(by, session, documents, obligation_id, found, now=now)
