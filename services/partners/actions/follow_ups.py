"""What a body sends besides its reply: a request for more time, and how far it has come."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import dispatches, files, receipts, replies
from services.partners.domain import ItemProgress
from services.partners.models import Dispatch, EvidenceFile, ExtensionRequest, ProgressReport
from services.partners.queries import wall
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ExtensionRequested, ProgressItem, ProgressReported
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import RuleViolation


def ask_for_time(
    by: Principal, session: Session, documents: Documents, dispatch_id: UUID, asked: dict[str, Any], *, now: datetime
) -> dict[str, Any]:
    """`asked`: `{until: date, reasons: str}`. The clock runs on until the office decides (`extension.decided`)."""
    own = wall.own(session, by)
    dispatch = dispatches.delivered(own, dispatch_id, lock=True)
    _check_answerable(dispatch)
    moment = receipts.second_of(now)
    domain.check_more_time(asked["until"], domain.local_date(moment))
    request = ExtensionRequest(
        id=uuid4(),
        institution_id=dispatch.institution_id,
        dispatch_id=dispatch.id,
        until=asked["until"],
        reasons=documents.put_json({"reasons": asked["reasons"]}),
        by=by.name,
        requested_at=moment,
        state="asked",
    )
    session.add(request)
    publish(
        session,
        ExtensionRequested(
            request_id=request.id,
            dispatch_id=dispatch.id,
            recommendation_id=dispatch.recommendation_id,
            institution_id=dispatch.institution_id,
            until=request.until,
            reasons=request.reasons,
        ),
        request.id,
    )
    audit.record(session, by, "extension.requested", "dispatch", dispatch.id, request=str(request.id))
    return {"id": str(request.id), "until": request.until.isoformat(), "requested_at": receipts.instant(moment)}


def report_progress(
    by: Principal,
    session: Session,
    documents: Documents,
    dispatch_id: UUID,
    reported: tuple[ItemProgress, ...],
    note: str | None,
    *,
    now: datetime,
) -> dict[str, Any]:
    """How far a body has come with some items. Raises `RuleViolation` (409) before its reply."""
    own = wall.own(session, by)
    dispatch = dispatches.delivered(own, dispatch_id, lock=True)
    _check_answerable(dispatch)
    if dispatch.replied_at is None:
        raise RuleViolation("reply first", code="no_reply_yet", legal=("reply",))
    moment = receipts.second_of(now)
    items = dispatches.public_ids(own, dispatch.id)
    rules = domain.reply_rules(documents.get_json(dispatch.rendering))
    domain.check_progress(reported, items, today=domain.local_date(moment), rules=rules)
    evidence = files.attached(own, [item.evidence for item in reported])
    said = [(item, items[item.item_id], found) for item, found in zip(reported, evidence, strict=True)]
    document = documents.put(receipts.canonical({"note": note, "items": [_written(*entry) for entry in said]}))
    report = ProgressReport(
        id=uuid4(),
        institution_id=dispatch.institution_id,
        dispatch_id=dispatch.id,
        document=document,
        by=by.name,
        reported_at=moment,
    )
    session.add(report)
    publish(
        session,
        ProgressReported(
            report_id=report.id,
            dispatch_id=dispatch.id,
            recommendation_id=dispatch.recommendation_id,
            institution_id=dispatch.institution_id,
            items=tuple(_coded(*entry) for entry in said),
            report=document,
            at=moment,
        ),
        dispatch.id,
    )
    audit.record(session, by, "progress.reported", "dispatch", dispatch.id, report=str(report.id))
    return {"id": str(report.id), "reported_at": receipts.instant(moment)}


def _check_answerable(dispatch: Dispatch) -> None:
    withdrawn = dispatch.withdrawn_at is not None
    domain.check_answerable(withdrawn=withdrawn, role=dispatch.role, expects=dispatch.expects)


def _written(item: ItemProgress, item_id: UUID, found: list[EvidenceFile]) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "public_item_id": item.item_id,
        "claimed": item.claimed,
        "promised_date": item.promised_date,
        "evidence": [replies.evidence_of(file) for file in found],
    }


def _coded(item: ItemProgress, item_id: UUID, evidence: list[EvidenceFile]) -> ProgressItem:
    return ProgressItem(
        item_id=item_id,
        claimed=item.claimed,
        promised_date=item.promised_date,
        evidence=tuple(file.document for file in evidence),
    )
