"""Who signs an act besides the office, and who has."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.joint import unsigned
from services.cases.models import ActSignature, Recommendation
from services.cases.queries.acts import OPEN
from services.cases.schemas.joint import SignatureAnswer, SignaturesAnswer
from shared.rules import NotFound
from shared.typed import filled


def of_act(session: Session, act_id: UUID) -> list[ActSignature]:
    """All that there ever were, the oldest first."""
    rows = (
        select(ActSignature).where(ActSignature.recommendation_id == act_id).order_by(ActSignature.at, ActSignature.id)
    )
    return list(session.execute(rows).scalars())


def one(session: Session, act_id: UUID, signature_id: UUID) -> ActSignature:
    """Locked. Raises `NotFound`."""
    found = session.get(ActSignature, signature_id, with_for_update=True)
    if found is None or found.recommendation_id != act_id:
        raise NotFound
    return found


def read(session: Session, act: Recommendation) -> SignaturesAnswer:
    """As whoever sees the act reads it."""
    rows = of_act(session, act.id)
    return SignaturesAnswer(
        act_id=act.id,
        title=act.title,
        content_hash=act.content_hash,
        open=act.status in OPEN,
        cosigners=tuple(act.cosigners),
        missing=unsigned(act.cosigners, [row.signature for row in rows], act.content_hash),
        signatures=tuple(filled(SignatureAnswer, row, stands=row.signature.stands(act.content_hash)) for row in rows),
    )
