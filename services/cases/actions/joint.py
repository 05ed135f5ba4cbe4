"""Noting that a cosigner of an act signed it, or took that back before it was issued."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.domain import joint as rules
from services.cases.domain.timeliness import local_date
from services.cases.models import ActSignature
from services.cases.models.cases import note
from services.cases.queries import joint
from services.cases.queries.acts import OPEN
from services.cases.queries.visibility import find_act
from services.cases.schemas.joint import SignatureBody, SignaturesAnswer, SignatureWithdrawalBody
from shared import audit
from shared.principal import Principal
from shared.rules import RuleViolation


def sign(by: Principal, session: Session, act_id: UUID, wanted: SignatureBody, *, now: datetime) -> SignaturesAnswer:
    """Raises `RuleViolation` once it is issued and for another text, `ContentViolation` at its field."""
    act, case = find_act(session, act_id, by, lock=True)
    rules.check_open(is_open=act.status in OPEN)
    rules.check_signing(
        wanted.cosigner,
        act.cosigners,
        [row.signature for row in joint.of_act(session, act.id)],
        seen_hash=wanted.content_hash,
        content_hash=act.content_hash,
        signed_on=wanted.signed_on,
        evidence=wanted.evidence,
        written_on=act.written_on or local_date(act.created_at),
        today=local_date(now),
    )
    session.add(ActSignature(recommendation_id=act.id, **vars(wanted), at=now, by=by.person))
    session.flush()
    note(session, case.id, now, by.name, "act.cosigned", act=act.id)
    audit.record(session, by, "act.cosigned", "recommendation", act.id)
    return joint.read(session, act)


def withdraw(
    by: Principal, session: Session, act_id: UUID, signature_id: UUID, wanted: SignatureWithdrawalBody, *, now: datetime
) -> SignaturesAnswer:
    """Take a signature back, with why; the row stays. Raises `RuleViolation` once the act is issued, and for one that was taken back."""
    act, case = find_act(session, act_id, by, lock=True)
    rules.check_open(is_open=act.status in OPEN)
    found = joint.one(session, act.id, signature_id)
    if found.withdrawn_at is not None:
        raise RuleViolation("it was taken back", code="joint.taken_back")
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_reason = now, by.person, wanted.reason
    session.flush()
    note(session, case.id, now, by.name, "act.cosignature_withdrawn", act=act.id)
    audit.record(session, by, "act.cosignature_withdrawn", "recommendation", act.id)
    return joint.read(session, act)
