"""What there is to open of an obligation: the files of its body, scans, replies, and what the child said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.evidence import Openable, Opens
from services.cases.domain.obligations import Confirmed
from services.cases.models import Claim, Obligation, Reply, ReplyItem, Scan
from services.cases.queries.visibility import find_obligation
from shared import audit
from shared.documents import Documents
from shared.events.documents.partners import FileName
from shared.principal import Principal
from shared.rules import NotFound

#: Who opens as it came what has no clean copy: who leads, not who works on the case alone.
ORIGINALS = ("approver", "commissioner")


@dataclass(frozen=True)
class Piece:
    """One thing that can be opened. `ref`: under which it is named as evidence; `at`: since when the office has it; `listed`: the
    document in which a file or a scan has the name that it was given.
    """

    opens: Opens
    ref: str
    at: datetime | None = None
    listed: str | None = None


def pieces_of(session: Session, obligation: Obligation) -> tuple[Piece, ...]:
    """In the order of the page: the replies with their files, the files of later reports, scans, the child's word. That a letter arrived
    says nothing of what was done: a slip is none of them, nor is what another body of the act sent on paper.
    """
    others = select(Reply.id).where(Reply.scan_id == Scan.id, Reply.institution_id != obligation.institution_id)
    scans = select(Scan).where(Scan.recommendation_id == obligation.recommendation_id, Scan.slip.is_(False))
    scans = scans.where(~others.exists())
    scans = scans.order_by(Scan.at, Scan.id)
    said = [Piece(Opens.CONFIRMATION, "")] if obligation.confirmed != Confirmed.NOT_ASKED else []
    return (
        *(Piece(Opens.REPLY, str(reply.id), reply.received_at) for reply, _item in _replies(session, obligation)),
        *(Piece(Opens.FILE, name, at, document) for name, at, document in _files(session, obligation)),
        *(Piece(Opens.SCAN, str(scan.id), scan.at, scan.named) for scan in session.execute(scans).scalars()),
        *said,
    )


def given_names(documents: Documents, pieces: tuple[Piece, ...]) -> dict[str, str]:
    """How files and scans were called by who handed them in, by their `ref`; of what came before names were kept there is none."""
    names: dict[str, str | None] = {}
    for piece in pieces:
        if piece.opens is Opens.SCAN and piece.listed:
            names[piece.ref] = documents.read(FileName, piece.listed).name
        elif piece.opens is Opens.FILE and piece.listed:
            names[piece.ref] = _listed(documents, piece.listed, piece.ref).get("name")
    return {ref: name for ref, name in names.items() if name}


def openable(pieces: tuple[Piece, ...]) -> Openable:
    return {one: {piece.ref for piece in pieces if piece.opens is one} for one in Opens}


def open_file(session: Session, obligation_id: UUID, name: str, principal: Principal, *, original: bool = False) -> str:
    """The document of a file that the body joined to a reply or a report. The reading is noted. Raises `NotFound`."""
    obligation, _case = find_obligation(session, obligation_id, principal)
    if name not in {ref for ref, _at, _document in _files(session, obligation)}:
        raise NotFound
    audit.record(session, principal, "evidence.read", "obligation", obligation.id, document=name, original=original)
    return name


def _replies(session: Session, obligation: Obligation) -> list[tuple[Reply, ReplyItem]]:
    replies = select(Reply, ReplyItem).join(ReplyItem, ReplyItem.reply_id == Reply.id)
    replies = replies.where(ReplyItem.obligation_id == obligation.id).order_by(Reply.received_at, Reply.version)
    return [(reply, item) for reply, item in session.execute(replies)]


def _files(session: Session, obligation: Obligation) -> Iterator[tuple[str, datetime, str]]:
    """(name of the file, since when, name of the document that lists it)."""
    for reply, item in _replies(session, obligation):
        yield from ((name, reply.received_at, reply.document) for name in item.evidence)
    claims = select(Claim).where(Claim.obligation_id == obligation.id).order_by(Claim.at, Claim.id)
    for claim in session.execute(claims).scalars():
        yield from ((name, claim.at, claim.document) for name in claim.evidence)


def _listed(documents: Documents, record: str, name: str) -> Mapping[str, str | None]:
    """What the body's document says of a file; nothing where it does not list it."""
    listed = [file for item in documents.get_json(record).get("items") or () for file in item.get("evidence") or ()]
    return next((file for file in listed if file.get("document") == name), {})
