"""Commitments as they come in: from a file, or one by one, which is a file of one row."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.commitments.actions import looks
from services.cases.commitments.domain.items import TEXT, Said, Setting, comparison
from services.cases.commitments.lists import newest_text
from services.cases.commitments.models import Commitment, CommitmentDocument, CommitmentText
from services.cases.commitments.queries.commitments import bodies_of
from services.cases.commitments.queries.rows import as_said
from services.cases.domain.timeliness import local_date
from services.cases.incoming.domain.comparing import Difference, Key, Row, State, compare, only_taken
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation

#: One import at a time: each sees what the one before wrote.
_LOCK = 7402105


class _Stored(NamedTuple):
    document: CommitmentDocument
    commitment: Commitment
    text: CommitmentText


def take_over(
    by: Principal, session: Session, documents: Documents, rows: Sequence[Row[Said]], *, apply: bool, now: datetime
) -> list[Difference[Said]]:
    """Compare a file with what is known, and with `apply` write it, whole or not at all. Raises `ImportRefusedError`."""
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    said = [row.said for row in rows if row.said]
    stored = _stored(session, {one.issuer for one in said})
    setting = Setting(
        issuers=data.issuers(local_date(now)),
        rights=data.articles(),
        bodies=bodies_of(session, {key for one in said for key in one.bodies}),
        today=local_date(now),
    )
    compared = compare(rows, comparison({key: as_said(*one) for key, one in stored.items()}, setting))
    if apply:
        only_taken(compared)
        for document in _write(by, session, compared, stored, now=now):
            looks.offer_document(session, documents, document, now=now)
    return compared


def enter(by: Principal, session: Session, documents: Documents, said: Said, *, new: bool, now: datetime) -> UUID:
    """One of them, a file of one row; its id. Raises `ContentViolation` at its field, also where a `new` one is known."""
    row = Row(1, said, said.key)
    [difference] = take_over(by, session, documents, [row], apply=False, now=now)
    for field, code in difference.faults:
        raise ContentViolation("no row of a file could say so", code=f"commitment.{code}", field=field)
    if new is not (difference.state is State.NEW):
        raise ContentViolation("there is one", code="commitment.twice", field="item")
    take_over(by, session, documents, [row], apply=True, now=now)
    return _stored(session, {said.issuer})[said.key].commitment.id


def _write(
    by: Principal, session: Session, compared: Iterable[Difference[Said]], stored: dict[Key, _Stored], *, now: datetime
) -> list[CommitmentDocument]:
    """The documents of which anything was written."""
    documents = {key[:2]: one.document for key, one in stored.items()}
    touched: dict[UUID, CommitmentDocument] = {}
    for difference in compared:
        said = difference.row.said
        if said is None or difference.state is State.SAME:
            continue
        document = _document(by, session, documents, said)
        touched[document.id] = document
        if difference.state is State.NEW:
            commitment = Commitment(document_id=document.id, item=said.item, known_at=now)
            session.add(commitment)
            session.flush()
            _reads(by, session, commitment.id, 1, said, now)
            audit.record(session, by, "commitment.added", "commitment", commitment.id)
            continue
        known = stored[said.key]
        if set(difference.fields) & set(TEXT):
            _reads(by, session, known.commitment.id, known.text.edition + 1, said, now)
        fields = sorted(difference.fields)
        audit.record(session, by, "commitment.changed", "commitment", known.commitment.id, fields=fields)
    session.flush()
    return list(touched.values())


def _document(
    by: Principal, session: Session, known: dict[tuple[str, str], CommitmentDocument], said: Said
) -> CommitmentDocument:
    """The document that a row is of, with what the file says of it; made if it is not known."""
    document = known.get(said.key[:2])
    if document is None:
        document = CommitmentDocument(
            id=uuid4(), issuer=said.issuer, number=said.number, issued_on=said.issued_on, writers=[]
        )
        known[said.key[:2]] = document
    document.title, document.address = said.title, said.address
    document.writers = list(dict.fromkeys([*document.writers, str(by.person)]))
    session.add(document)
    session.flush()
    return document


def _reads(by: Principal, session: Session, commitment_id: UUID, edition: int, said: Said, now: datetime) -> None:
    session.add(
        CommitmentText(
            commitment_id=commitment_id,
            edition=edition,
            paragraph=said.paragraph,
            text_sq=said.text_sq,
            text_en=said.text_en,
            rights=list(said.rights),
            bodies=list(said.bodies),
            due=said.due,
            known_at=now,
            by=by.person,
        )
    )


def _stored(session: Session, issuers: set[str]) -> dict[Key, _Stored]:
    rows = select(CommitmentDocument, Commitment, CommitmentText)
    rows = rows.join(Commitment, Commitment.document_id == CommitmentDocument.id)
    rows = rows.join(CommitmentText, CommitmentText.commitment_id == Commitment.id).where(newest_text())
    found = session.execute(rows.where(CommitmentDocument.issuer.in_(issuers)))
    stored = (_Stored(document, commitment, text) for document, commitment, text in found)
    return {(one.document.issuer, one.document.number, one.commitment.item): one for one in stored}
