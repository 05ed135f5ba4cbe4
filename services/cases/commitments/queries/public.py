"""Commitments as anyone may read them: those of documents that were compared with the sealed files, with the words that are confirmed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from services.cases.commitments.data import RECORD
from services.cases.commitments.domain.days import AsOf, as_of
from services.cases.commitments.lists import PublicCommitmentListing
from services.cases.commitments.models import Commitment, CommitmentDecision, CommitmentDocument, CommitmentWord
from services.cases.commitments.queries import commitments, links, standing
from services.cases.commitments.schemas.commitments import (
    AsOfQuery,
    CommitmentLineAnswer,
    PublicCommitmentAnswer,
    PublicWordAnswer,
)
from services.cases.domain.timeliness import local_date
from services.cases.queries.checks import names_nobody
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled


def compared() -> ColumnElement[bool]:
    """A condition on `CommitmentDocument`: exactly what its commitments say names nobody, or with a reason."""
    return names_nobody(CommitmentDocument.id, CommitmentDocument.content_hash)


def public_commitments(
    session: Session, cursors: Cursors, asked: PublicCommitmentListing, reading: Reading
) -> Page[CommitmentLineAnswer]:
    """One page of them, as they stand today."""
    today, rows = local_date(reading.now), select(Commitment).where(readable())
    page = page_of(session, cursors, rows, asked, reading, [Commitment.place])
    return Page(commitments.lines(session, page.items, AsOf(today, today), today), page.next)


def read(session: Session, commitment_id: UUID, asked: AsOfQuery, today: date) -> PublicCommitmentAnswer:
    """One of them. Raises `NotFound` for one that may not be shown, as for none."""
    at = as_of(asked.on, asked.known, today)
    row = session.execute(select(Commitment).where(Commitment.id == commitment_id, readable())).scalar_one_or_none()
    line = next(iter(commitments.lines(session, [row], at, today)), None) if row else None
    if line is None:
        raise NotFound
    now = commitments.newest_text(session, line.id)
    return PublicCommitmentAnswer(
        # Compared is how it reads now: an earlier wording may have been corrected since it named somebody.
        commitment=replace(line, paragraph=now.paragraph, text_sq=now.text_sq, text_en=now.text_en),
        on=at.on,
        known=at.known,
        words=_words(session, line.id, at),
        links=links.public_links(session, line.id, today),
        origins=links.public_origins(session, line.id, at, today),
    )


def readable() -> ColumnElement[bool]:
    """A condition on `Commitment`: anyone may read it."""
    return exists().where(CommitmentDocument.id == Commitment.document_id, compared())


def _words(session: Session, commitment_id: UUID, at: AsOf) -> tuple[PublicWordAnswer, ...]:
    found = list(standing.confirmed(session, [commitment_id], at))
    ids = [word.id for word, _decision in found]
    clean = select(CommitmentWord.id).where(
        CommitmentWord.id.in_(ids), names_nobody(CommitmentWord.id, CommitmentWord.content_hash)
    )
    told = set(session.execute(clean).scalars())
    return tuple(_word(word, decision, told) for word, decision in found)


def _word(word: CommitmentWord, decision: CommitmentDecision, told: Iterable[UUID]) -> PublicWordAnswer:
    readable = word.id in told
    # What another record of the office is, its own page says to whom it may.
    outside = tuple(one for one in commitments.sources(word) if one.kind != RECORD)
    return filled(
        PublicWordAnswer,
        word,
        known_on=local_date(decision.at),
        source=word.source if readable else None,
        text=word.text if readable else None,
        sources=outside if readable else (),
    )
