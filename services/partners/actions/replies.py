"""A body answers: each item once, immutable, numbered, timed by our clock and countersigned."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import dispatches, files, receipts
from services.partners.domain import ItemAnswer
from services.partners.models import Dispatch, EvidenceFile, Institution, Reply
from services.partners.queries import wall
from services.partners.queries.wall import Own
from shared import audit, metrics
from shared.documents import Documents
from shared.events.catalogue import RepliedItem, ReplyReceived
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation

MOST_VERSIONS = 50


@dataclass(frozen=True)
class Submission:
    """What a body sends: who answers for it, and what it says of each item."""

    answered_by: dict[str, str]
    answers: tuple[ItemAnswer, ...]


@dataclass(frozen=True)
class _Item:
    answer: ItemAnswer
    item_id: UUID
    files: list[EvidenceFile]


def reply(
    by: Principal,
    session: Session,
    documents: Documents,
    dispatch_id: UUID,
    submission: Submission,
    secret_key: str,
    *,
    now: datetime,
) -> dict[str, Any]:
    """Take an answer; returns the receipt `{id, version, received_at, digest, amends?, duplicate_of?, signature}`.

    The row lock on the dispatch makes two that come at once into versions 1 and 2. What was said before in the same
    words is not a new version. Late answers are taken: lateness is for cases to compute.
    """
    own = wall.own(session, by)
    dispatch = dispatches.delivered(own, dispatch_id, lock=True)
    items = _check(own, documents, dispatch, submission, now)
    digest = hashlib.sha256(receipts.canonical(_submitted(submission, items))).hexdigest()
    versions = list(
        session.execute(own.select(Reply).where(Reply.dispatch_id == dispatch.id).order_by(Reply.version)).scalars()
    )
    for known in versions:
        if known.digest == digest:
            return {**receipt_of(known), "duplicate_of": str(known.id)}
    if len(versions) >= MOST_VERSIONS:
        raise RuleViolation("this was answered too often", code="too_many_versions")
    made = _numbered(by, dispatch, versions, digest, now)
    made.document = documents.put(receipts.canonical(_document(made, dispatch, submission, items)))
    made.signature = receipts.countersign(secret_key, _receipt(made))
    session.add(made)
    dispatch.replied_at = dispatch.replied_at or made.received_at
    _tell(session, made, dispatch, items)
    audit.record(session, by, "reply.received", "dispatch", dispatch.id, reply=str(made.id), digest=digest)
    metrics.DISPATCHES.labels("replied").inc()
    return receipt_of(made)


def receipt_of(made: Reply) -> dict[str, Any]:
    amends = {"amends": str(made.amends)} if made.amends else {}
    return {**_receipt(made), **amends, "signature": made.signature}


def _check(own: Own, documents: Documents, dispatch: Dispatch, submission: Submission, now: datetime) -> list[_Item]:
    withdrawn = dispatch.withdrawn_at is not None
    domain.check_answerable(withdrawn=withdrawn, role=dispatch.role, expects=dispatch.expects)
    items = dispatches.public_ids(own, dispatch.id)
    today = domain.local_date(now)
    rules = domain.reply_rules(documents.get_json(dispatch.rendering))
    domain.check_reply(submission.answers, items, institution_id=own.institution_id, today=today, rules=rules)
    _check_competent(own.session, submission.answers)
    evidence = files.attached(own, [answer.evidence for answer in submission.answers])
    return [
        _Item(answer, items[answer.item_id], found) for answer, found in zip(submission.answers, evidence, strict=True)
    ]


def _check_competent(session: Session, answers: Sequence[ItemAnswer]) -> None:
    named = {answer.competent_institution_id for answer in answers if answer.competent_institution_id}
    known = set(session.execute(select(Institution.id).where(Institution.id.in_(named))).scalars())
    for place, answer in enumerate(answers):
        if answer.competent_institution_id and answer.competent_institution_id not in known:
            field = f"items.{place}.competent_institution_id"
            raise ContentViolation("no such institution", code="institution_unknown", field=field)


def _submitted(submission: Submission, items: list[_Item]) -> dict[str, Any]:
    """What the digest is over: the body as sent, absent members left out, files by their content, items by their ids."""
    said = [_said(item, item.answer.item_id, [file.sha256 for file in item.files]) for item in items]
    return {"answered_by": submission.answered_by, "items": sorted(said, key=lambda entry: str(entry["item_id"]))}


def _said(item: _Item, item_id: UUID, evidence: list[Any]) -> dict[str, Any]:
    said = {
        "item_id": item_id,
        "position": item.answer.position,
        "reasons": item.answer.reasons,
        "claimed": item.answer.claimed,
        "promised_date": item.answer.promised_date,
        "competent_institution_id": item.answer.competent_institution_id,
    }
    return {name: value for name, value in said.items() if value is not None} | {"evidence": evidence}


def _numbered(by: Principal, dispatch: Dispatch, versions: list[Reply], digest: str, now: datetime) -> Reply:
    return Reply(
        id=uuid4(),
        institution_id=dispatch.institution_id,
        dispatch_id=dispatch.id,
        version=len(versions) + 1,
        amends=versions[-1].id if versions else None,
        digest=digest,
        channel=wall.channel(by),
        by=by.name,
        received_at=receipts.second_of(now),
    )


def _receipt(made: Reply) -> dict[str, Any]:
    return {
        "id": str(made.id),
        "dispatch_id": str(made.dispatch_id),
        "version": made.version,
        "received_at": receipts.instant(made.received_at),
        "digest": made.digest,
    }


def _document(made: Reply, dispatch: Dispatch, submission: Submission, items: list[_Item]) -> dict[str, Any]:
    return {
        "reply_id": made.id,
        "dispatch_id": dispatch.id,
        "recommendation_id": dispatch.recommendation_id,
        "institution_id": made.institution_id,
        "number": dispatch.number,
        "version": made.version,
        "amends": made.amends,
        "received_at": receipts.instant(made.received_at),
        "channel": made.channel,
        "digest": made.digest,
        "answered_by": submission.answered_by,
        "items": [
            _said(item, item.item_id, [evidence_of(file) for file in item.files])
            | {"public_item_id": item.answer.item_id}
            for item in items
        ],
    }


def evidence_of(file: EvidenceFile) -> dict[str, Any]:
    return {
        "id": file.id,
        "sha256": file.sha256,
        "media_type": file.media_type,
        "size": file.size,
        "document": file.document,
    }


def _tell(session: Session, made: Reply, dispatch: Dispatch, items: list[_Item]) -> None:
    publish(
        session,
        ReplyReceived(
            reply_id=made.id,
            dispatch_id=dispatch.id,
            recommendation_id=dispatch.recommendation_id,
            institution_id=made.institution_id,
            version=made.version,
            channel=made.channel,
            received_at=made.received_at,
            reply=made.document,
            items=tuple(_coded(item) for item in items),
        ),
        dispatch.id,
    )


def _coded(item: _Item) -> RepliedItem:
    return RepliedItem(
        item_id=item.item_id,
        position=item.answer.position,
        has_reasons=item.answer.reasons is not None,
        claimed=item.answer.claimed,
        promised_date=item.answer.promised_date,
        competent_institution=item.answer.competent_institution_id,
        evidence=tuple(file.document for file in item.files),
    )
