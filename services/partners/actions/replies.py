"""A body answers: each item once, immutable, numbered, timed by our clock and countersigned."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import files, receipts, reply_drafts
from services.partners.domain import ItemAnswer
from services.partners.models import Dispatch, DispatchItem, EvidenceFile, Institution, Reply
from services.partners.queries import copies, letters, wall
from services.partners.queries.replies import given_name, receipt_of
from services.partners.queries.standings import ENDED
from services.partners.queries.wall import Own
from services.partners.schemas.dispatches import instant
from services.partners.schemas.replies import ItemReply, NewReply, ReplyReceipt
from shared import audit, metrics
from shared.documents import Documents
from shared.events.catalogue import RepliedItem, ReplyReceived
from shared.events.catalogue.codes import ANSWERING
from shared.events.documents.partners import EvidenceRecord, RepliedRecord, ReplyRecord
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation
from shared.typed import dump, filled, named_in

MOST_VERSIONS = 50


@dataclass(frozen=True)
class _Item:
    """What was said of one item, with the item's id at the office and the files that were named."""

    answer: ItemReply
    item_id: UUID
    files: list[EvidenceFile]


def reply(
    by: Principal,
    session: Session,
    documents: Documents,
    dispatch_id: UUID,
    wanted: NewReply,
    signer: receipts.Signer,
    *,
    now: datetime,
) -> ReplyReceipt:
    """Take an answer; returns its receipt, or that of the version that said the same before.

    The row lock on the dispatch makes two that come at once into versions 1 and 2. What still stands in the same words is
    not a new version; who said something else meanwhile and returns to them is heard. Late answers are taken: lateness is
    for cases to compute.
    """
    own = wall.own(session, by)
    dispatch = letters.delivered(own, dispatch_id, lock=True)
    items = _check(own, documents, dispatch, wanted, now)
    digest = hashlib.sha256(receipts.canonical(_submitted(wanted, items))).hexdigest()
    versions = list(
        session.execute(own.select(Reply).where(Reply.dispatch_id == dispatch.id).order_by(Reply.version)).scalars()
    )
    if (known := _standing(documents, versions, digest, items)) is not None:
        return replace(receipt_of(known), duplicate_of=known.id)
    if len(versions) >= MOST_VERSIONS:
        raise RuleViolation("this was answered too often", code="too_many_versions")
    version = _numbered(by, dispatch, versions, digest, now)
    record = _record(documents, version, dispatch, wanted, items)
    version.document = documents.put(receipts.canonical(dump(record)), named_in(record))
    version.signature = signer.countersign(_signed(version))
    session.add(version)
    reply_drafts.drop(session, documents, dispatch)
    dispatch.replied_at = dispatch.replied_at or version.received_at
    _note_answers(own, dispatch, items, version.received_at)
    _tell(session, version, dispatch, items)
    audit.record(session, by, "reply.received", "dispatch", dispatch.id, reply=str(version.id), digest=digest)
    metrics.DISPATCHES.labels("replied").inc()
    return receipt_of(version)


def _check(own: Own, documents: Documents, dispatch: Dispatch, wanted: NewReply, now: datetime) -> list[_Item]:
    withdrawn = dispatch.withdrawn_at is not None
    domain.check_answerable(withdrawn=withdrawn, role=dispatch.role, expects=dispatch.expects)
    items = letters.public_ids(own, dispatch.id)
    today = domain.local_date(now)
    rules = domain.reply_rules(copies.rendered(documents, dispatch))
    answers = [ItemAnswer(**vars(answer)) for answer in wanted.items]
    domain.check_reply(answers, items, institution_id=own.institution_id, today=today, rules=rules)
    _check_competent(own.session, wanted.items)
    evidence = files.attached(own, [answer.evidence for answer in wanted.items])
    return [_Item(answer, items[answer.item_id], named) for answer, named in zip(wanted.items, evidence, strict=True)]


def _check_competent(session: Session, answers: Sequence[ItemReply]) -> None:
    named = {answer.competent_institution_id for answer in answers if answer.competent_institution_id}
    known = set(session.execute(select(Institution.id).where(Institution.id.in_(named))).scalars())
    for place, answer in enumerate(answers):
        if answer.competent_institution_id and answer.competent_institution_id not in known:
            field = f"items.{place}.competent_institution_id"
            raise ContentViolation("no such institution", code="institution_unknown", field=field)


def _standing(documents: Documents, versions: Sequence[Reply], digest: str, items: Sequence[_Item]) -> Reply | None:
    """The version with this digest, if of none of these items something else was said after it."""
    said = {item.item_id for item in items}
    for known in reversed(versions):
        if known.digest == digest:
            return known
        if said & {item.item_id for item in documents.read(ReplyRecord, known.document).items}:
            return None
    return None


def _note_answers(own: Own, dispatch: Dispatch, items: list[_Item], at: datetime) -> None:
    """Keep which items are answered now, and whether with them all are: what came on paper ended their clocks. An answer stays one
    though the body asks back later.
    """
    said = {item.item_id for item in items if item.answer.position in ANSWERING}
    rows = own.session.execute(own.select(DispatchItem).where(DispatchItem.dispatch_id == dispatch.id)).scalars().all()
    for row in rows:
        if row.item_id in said:
            row.answered_at = row.answered_at or at
    if all(row.answered_at is not None or row.due_cause == ENDED for row in rows):
        dispatch.answered_at = dispatch.answered_at or at


def _submitted(wanted: NewReply, items: list[_Item]) -> dict[str, object]:
    """What the digest is over: the body as sent, absent members left out, files by their content, items by their ids."""
    answers = [{**dump(item.answer), "evidence": [file.sha256 for file in item.files]} for item in items]
    return {"answered_by": dump(wanted.answered_by), "items": sorted(answers, key=lambda answer: answer["item_id"])}


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


def _signed(version: Reply) -> dict[str, str | int]:
    return {
        "id": str(version.id),
        "dispatch_id": str(version.dispatch_id),
        "version": version.version,
        "received_at": instant(version.received_at),
        "digest": version.digest,
    }


def _record(
    documents: Documents, version: Reply, dispatch: Dispatch, wanted: NewReply, items: list[_Item]
) -> ReplyRecord:
    return filled(
        ReplyRecord,
        version,
        reply_id=version.id,
        recommendation_id=dispatch.recommendation_id,
        number=dispatch.number,
        received_at=instant(version.received_at),
        answered_by=dump(wanted.answered_by),
        items=tuple(
            filled(
                RepliedRecord,
                item.answer,
                item_id=item.item_id,
                public_item_id=item.answer.item_id,
                evidence=evidence_of(documents, item.files),
            )
            for item in items
        ),
    )


def evidence_of(documents: Documents, attached: list[EvidenceFile]) -> tuple[EvidenceRecord, ...]:
    """The files of an item, each with the name that the body gave it."""
    return tuple(filled(EvidenceRecord, file, name=given_name(documents, file)) for file in attached)


def _tell(session: Session, version: Reply, dispatch: Dispatch, items: list[_Item]) -> None:
    publish(
        session,
        filled(
            ReplyReceived,
            version,
            reply_id=version.id,
            recommendation_id=dispatch.recommendation_id,
            reply=version.document,
            items=tuple(_coded(item) for item in items),
        ),
        dispatch.id,
    )


def _coded(item: _Item) -> RepliedItem:
    return filled(
        RepliedItem,
        item.answer,
        item_id=item.item_id,
        has_reasons=item.answer.reasons is not None,
        competent_institution=item.answer.competent_institution_id,
        evidence=tuple(file.document for file in item.files),
    )
