"""Commitments as rows of a file."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.commitments.domain.items import Said
from services.cases.commitments.lists import newest_text
from services.cases.commitments.models import Commitment, CommitmentDocument, CommitmentText, CommitmentWord
from shared.rules import NotFound


def rows(session: Session) -> Iterator[Said]:
    """Every commitment as it reads now, in the order in which they were brought."""
    found = select(CommitmentDocument, Commitment, CommitmentText)
    found = found.join(Commitment, Commitment.document_id == CommitmentDocument.id)
    found = found.join(CommitmentText, CommitmentText.commitment_id == Commitment.id).where(newest_text())
    for document, commitment, text in session.execute(found.order_by(Commitment.place)):
        yield as_said(document, commitment, text)


def as_said(document: CommitmentDocument, commitment: Commitment, text: CommitmentText) -> Said:
    return Said(
        issuer=document.issuer,
        number=document.number,
        title=document.title,
        issued_on=document.issued_on,
        address=document.address,
        item=commitment.item,
        paragraph=text.paragraph,
        text_sq=text.text_sq,
        text_en=text.text_en,
        rights=tuple(text.rights),
        bodies=tuple(text.bodies),
        due=text.due,
    )


def row_of(session: Session, commitment_id: UUID) -> Said:
    """One of them. Raises `NotFound`."""
    commitment = session.get(Commitment, commitment_id)
    if commitment is None:
        raise NotFound
    document = session.get_one(CommitmentDocument, commitment.document_id)
    newest = select(CommitmentText).where(CommitmentText.commitment_id == commitment_id)
    text = session.execute(newest.order_by(CommitmentText.edition.desc()).limit(1)).scalar_one()
    return as_said(document, commitment, text)


def document_parts(session: Session, document: CommitmentDocument) -> list[tuple[str, str]]:
    """All that anybody reads of a document, in the order in which it is compared with the sealed files: what it is called, where it can be read,
    and each commitment in both languages under its number and paragraph.
    """
    rows = select(Commitment.item, CommitmentText).join(CommitmentText, CommitmentText.commitment_id == Commitment.id)
    rows = rows.where(Commitment.document_id == document.id, newest_text()).order_by(Commitment.place)
    said = [
        (f"{item}_{name}", text)
        for item, one in session.execute(rows)
        for name, text in (("item", item), ("paragraph", one.paragraph), ("sq", one.text_sq), ("en", one.text_en))
        if text
    ]
    head = (("title", document.title), ("number", document.number), ("address", document.address))
    return [*((name, text) for name, text in head if text), *said]


def word_parts(word: CommitmentWord) -> list[tuple[str, str]]:
    """The same of one word."""
    sources = [
        (f"{name}_{place}", one[name])
        for place, one in enumerate(word.evidence)
        for name in ("ref", "address")
        if one[name]
    ]
    return [("text", word.text), ("source", word.source), *sources]
