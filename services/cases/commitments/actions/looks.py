"""What anybody reads of commitments is compared with the sealed files first: what their documents say, and each word on its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import checks
from services.cases.commitments.domain.words import Decision
from services.cases.commitments.models import CommitmentDecision, CommitmentDocument, CommitmentWord
from services.cases.commitments.queries.rows import document_parts, word_parts
from services.cases.commitments.schemas.commitments import DocumentNamesBody
from services.cases.domain.checks import TextKind
from services.cases.domain.recommendation import check_approval, content_hash
from services.cases.queries import checks as looks
from services.cases.queries.checks import outlived
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import NotFound


def offer_document(
    session: Session, documents: Documents, document: CommitmentDocument, *, now: datetime, leaves: bool = False
) -> None:
    """A step of others: have all that a document asks compared, as one text; until then nobody outside reads it."""
    parts = document_parts(session, document)
    document.content_hash = content_hash(dict(parts))
    session.flush()
    text = checks.Leaving(
        kind=TextKind.PUBLIC_VERSION,
        text_id=document.id,
        cases=(),
        content_hash=document.content_hash,
        parts=parts,
        authors=document.writers,
        alone=True,
    )
    checks.offer(session, documents, text, now=now, leaves=leaves)


def offer_word(
    session: Session, documents: Documents, word: CommitmentWord, *, now: datetime, leaves: bool = False
) -> None:
    """A step of others: the same of one word, so that the answer is there before a second person reads it."""
    text = checks.Leaving(
        kind=TextKind.PUBLIC_VERSION,
        text_id=word.id,
        cases=(),
        content_hash=word.content_hash,
        parts=word_parts(word),
        authors=[str(word.by)],
    )
    checks.offer(session, documents, text, now=now, leaves=leaves)


def offer_anew(session: Session, documents: Documents, *, now: datetime) -> None:
    """Have what the public reads compared again, once a day where anything arrived anywhere; the rest is known."""
    rows = select(CommitmentDocument).where(outlived(CommitmentDocument.id, CommitmentDocument.content_hash, now))
    for document in session.execute(rows.order_by(CommitmentDocument.id)).scalars():
        offer_document(session, documents, document, now=now, leaves=True)
    confirmed = select(CommitmentDecision.word_id).where(CommitmentDecision.decision == Decision.CONFIRMED.value)
    words = select(CommitmentWord).where(CommitmentWord.id.in_(confirmed))
    words = words.where(outlived(CommitmentWord.id, CommitmentWord.content_hash, now))
    for word in session.execute(words.order_by(CommitmentWord.id)).scalars():
        offer_word(session, documents, word, now=now, leaves=True)


def explain_names(
    by: Principal, session: Session, document_id: UUID, wanted: DocumentNamesBody, *, now: datetime
) -> CommitmentDocument:
    """Say why the public may read exactly these texts although they name someone; somebody else than who brought them does."""
    document = _find(session, document_id)
    seen, current = wanted.content_hash, document.content_hash or ""
    check_approval(authors=document.writers, approver=by.person, seen_hash=seen, current_hash=current)
    look = looks.leaving(session, document.id, seen, (), now)
    checks.explain(by, session, look, wanted.names_reason, now=now)
    audit.record(session, by, "commitment.names_explained", "commitment_document", document.id, content_hash=seen)
    return document


def compare_document(session: Session, documents: Documents, document_id: UUID, *, now: datetime) -> None:
    """Before somebody says why the public may read it, and in a transaction of its own."""
    offer_document(session, documents, _find(session, document_id), now=now, leaves=True)


def compare_word(session: Session, documents: Documents, word_id: UUID, *, now: datetime) -> None:
    """Before somebody confirms it, and in a transaction of its own."""
    word = session.get(CommitmentWord, word_id)
    if word is None:
        raise NotFound
    offer_word(session, documents, word, now=now, leaves=True)


def _find(session: Session, document_id: UUID) -> CommitmentDocument:
    document = session.get(CommitmentDocument, document_id, with_for_update=True, populate_existing=True)
    if document is None:
        raise NotFound
    return document
