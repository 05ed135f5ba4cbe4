"""Acts come in, go out to each addressee, are opened and acknowledged."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.actions import deliveries, dues, locking, post_entries, receipts
from services.partners.actions.telling import tell_of
from services.partners.domain import HANDED_OVER, way_taken
from services.partners.models import Dispatch, DispatchItem, Notice
from services.partners.queries import copies, letters, wall
from services.partners.queries.wall import Own
from services.partners.schemas.dispatches import Acknowledgement, AcknowledgementReceipt, instant
from shared import audit, metrics
from shared.documents import Documents
from shared.events.catalogue import (
    ComplaintHandedOver,
    DispatchAcknowledged,
    DispatchOpened,
    IssuedAddressee,
    RecommendationIssued,
)
from shared.events.documents.cases import PrintedCopy
from shared.pdf import joined
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.typed import Unsent, filled

#: Ids of other services that a rendering may carry and that a body has no use for: they could be compared with another's.
#: `pdf` is the name of a stored document and says nothing to whom may not read the store. To whom else it is addressed stands beside the
#: document (`queries/also_sent`): this one is frozen, and names none whose letter has not arrived.
_NOT_FOR_PARTNERS = frozenset(
    {
        "recommendation_id",
        "case_id",
        "obligation_id",
        "institution_id",
        "content_hash",
        "pdf",
        "released",
        "also_addressed",
    }
)


@dataclass(frozen=True)
class OpenedDocument:
    """The exact bytes that a body is served, with the letter that they belong to."""

    dispatch: Dispatch
    content: bytes

    @property
    def parsed(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.content)
        return document


def send(by: Principal, session: Session, act: RecommendationIssued, *, issued_at: datetime, now: datetime) -> None:
    """Make one dispatch for each addressee and deliver those that can be delivered."""
    wall.as_office(session)
    for addressee in sorted(act.addressees, key=lambda one: str(one.institution_id)):
        locking.hold(session, addressee.institution_id)
        if _sent(session, addressee.institution_id, act.recommendation_id):
            continue
        dispatch = _dispatch(session, act, addressee, issued_at)
        audit.record(session, by, "dispatch.created", "dispatch", dispatch.id)
        deliveries.reach(session, dispatch, now=now)


def hand_over(
    by: Principal, session: Session, matter: ComplaintHandedOver, *, issued_at: datetime, now: datetime
) -> None:
    """Make a dispatch of a complaint that was redirected to a body, and deliver it if it can be. Nothing is asked but that it is taken."""
    wall.as_office(session)
    locking.hold(session, matter.institution_id)
    if _sent(session, matter.institution_id, matter.handover_id):
        return
    dispatch = Dispatch(
        institution_id=matter.institution_id,
        recommendation_id=matter.handover_id,
        number=matter.number,
        kind=HANDED_OVER,
        cases=[matter.handover_id],
        role="for_information",
        expects="nothing",
        rendering=matter.letter,
        issued_at=issued_at,
    )
    session.add(dispatch)
    session.flush()
    audit.record(session, by, "dispatch.created", "dispatch", dispatch.id)
    deliveries.reach(session, dispatch, now=now)


def open_document(
    by: Principal, session: Session, documents: Documents, dispatch_id: UUID, *, now: datetime
) -> OpenedDocument:
    """The document for a body that asks for it. The first time it is frozen, and the letter counts as opened.

    Raises `NotFound` for another body's letter, as for none.
    """
    own = wall.own(session, by)
    dispatch = letters.delivered(own, dispatch_id)
    if dispatch.document is None:
        dispatch = own.get(Dispatch, dispatch_id, lock=True)
    first = dispatch.document is None
    content = copies.served(documents, dispatch) or _freeze(own, documents, dispatch)
    if first:
        dispatch.opened_at, dispatch.channel = now, way_taken(dispatch.channel, wall.channel(by))
        post_entries.drop(session, dispatch)
        opened = {"channel": wall.channel(by), "at": dispatch.opened_at}
        tell_of(session, dispatch, filled(DispatchOpened, dispatch, dispatch_id=dispatch.id, **opened))
        metrics.DISPATCHES.labels("opened").inc()
    audit.record(session, by, "document.read", "dispatch", dispatch.id, channel=wall.channel(by), first=first)
    return OpenedDocument(dispatch, content)


def open_letter(
    by: Principal, session: Session, documents: Documents, dispatch_id: UUID, *, now: datetime, whole: bool = False
) -> tuple[bytes, str]:
    """The letter as it is printed, and its number; with `whole` one PDF of it and of what it encloses, for paper. Whoever takes
    it has opened it. Raises `NotFound` where the office made none, and for another body's.
    """
    dispatch = open_document(by, session, documents, dispatch_id, now=now).dispatch
    copy = documents.read(PrintedCopy, dispatch.rendering)
    if copy.pdf is None:
        raise NotFound
    papers = [documents.get(one.pdf) for one in copy.attachments if not isinstance(one.pdf, Unsent)] if whole else []
    letter = documents.get(copy.pdf)
    return joined([letter, *papers]) if papers else letter, dispatch.number


def acknowledge(
    by: Principal,
    session: Session,
    dispatch_id: UUID,
    wanted: Acknowledgement,
    signer: receipts.Signer,
    *,
    now: datetime,
) -> AcknowledgementReceipt:
    """The body confirms that it holds the document with the digest that it names; once, and then the same answer again.

    Raises `RuleViolation` (409) before it was fetched and for another digest.
    """
    dispatch = letters.delivered(wall.own(session, by), dispatch_id, lock=True)
    if dispatch.digest is None:
        raise RuleViolation("fetch the document first", code="not_fetched", legal=("fetch",))
    if wanted.document != dispatch.digest:
        raise RuleViolation("this is not the digest of the document that was served", code="document_differs")
    if dispatch.acknowledged_at is None:
        _note_acknowledgement(by, session, dispatch, receipts.second_of(now))
    return _receipt(dispatch, signer)


def _sent(session: Session, institution_id: UUID, about_id: UUID) -> bool:
    """Whether that body was sent this act, or this matter, before."""
    known = select(Dispatch.id).where(Dispatch.institution_id == institution_id, Dispatch.recommendation_id == about_id)
    return session.execute(known).first() is not None


def _dispatch(session: Session, act: RecommendationIssued, addressee: IssuedAddressee, issued_at: datetime) -> Dispatch:
    institution_id = addressee.institution_id
    dispatch = Dispatch(
        institution_id=institution_id,
        recommendation_id=act.recommendation_id,
        number=act.number,
        kind=act.kind,
        cases=sorted({act.case_id, *act.also_of}),
        role=addressee.role,
        expects=addressee.expects,
        rendering=addressee.rendering,
        issued_at=issued_at,
    )
    session.add(dispatch)
    session.flush()
    session.add_all(
        DispatchItem(institution_id=institution_id, dispatch_id=dispatch.id, item_id=item.item_id, place=place)
        for place, item in enumerate(act.items)
    )
    session.flush()
    came_before = select(Notice).where(
        Notice.institution_id == institution_id, Notice.recommendation_id == act.recommendation_id
    )
    dues.heed(session, dispatch, session.execute(came_before.order_by(Notice.id)).scalars().all())
    return dispatch


def _note_acknowledgement(by: Principal, session: Session, dispatch: Dispatch, at: datetime) -> None:
    dispatch.acknowledged_at, dispatch.acknowledged_by = at, by.name
    told = {"channel": wall.channel(by), "document": dispatch.digest, "at": at}
    tell_of(session, dispatch, filled(DispatchAcknowledged, dispatch, dispatch_id=dispatch.id, **told))
    audit.record(session, by, "dispatch.acknowledged", "dispatch", dispatch.id, document=dispatch.digest)
    metrics.DISPATCHES.labels("acknowledged").inc()


def _receipt(dispatch: Dispatch, signer: receipts.Signer) -> AcknowledgementReceipt:
    if dispatch.digest is None or dispatch.acknowledged_at is None:
        raise AssertionError("a receipt is of what was acknowledged")
    signed = {
        "dispatch_id": str(dispatch.id),
        "number": dispatch.number,
        "document": dispatch.digest,
        "acknowledged_at": instant(dispatch.acknowledged_at),
    }
    return AcknowledgementReceipt(
        dispatch_id=dispatch.id,
        number=dispatch.number,
        document=dispatch.digest,
        acknowledged_at=dispatch.acknowledged_at,
        signature=signer.countersign(signed),
    )


def _freeze(own: Own, documents: Documents, dispatch: Dispatch) -> bytes:
    swapped = {str(item): str(public) for public, item in letters.public_ids(own, dispatch.id).items()}
    content = rfc8785.dumps(for_partner(copies.rendered(documents, dispatch), swapped))
    dispatch.document = documents.put(content, [dispatch.rendering])
    dispatch.digest = hashlib.sha256(content).hexdigest()
    return content


def for_partner(rendering: Any, swapped: dict[str, str]) -> Any:
    """`rendering` with the ids of items replaced by those of this body, and without other services' ids."""
    if isinstance(rendering, dict):
        return {name: for_partner(value, swapped) for name, value in rendering.items() if name not in _NOT_FOR_PARTNERS}
    if isinstance(rendering, list):
        return [for_partner(value, swapped) for value in rendering]
    return swapped.get(rendering, rendering) if isinstance(rendering, str) else rendering
