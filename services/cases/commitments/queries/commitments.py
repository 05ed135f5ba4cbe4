"""Commitments as the office reads them: the list, and one with how it read, what was said of it, and what it is tied to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.commitments.domain.days import AsOf, as_of
from services.cases.commitments.domain.words import timeliness
from services.cases.commitments.lists import CommitmentListing
from services.cases.commitments.models import (
    Commitment,
    CommitmentDecision,
    CommitmentDocument,
    CommitmentText,
    CommitmentWord,
)
from services.cases.commitments.queries import links as linked
from services.cases.commitments.queries import standing
from services.cases.commitments.queries.rows import document_parts, word_parts
from services.cases.commitments.schemas.commitments import (
    AsOfQuery,
    CommitmentAnswer,
    CommitmentDocumentAnswer,
    CommitmentEditionAnswer,
    CommitmentLineAnswer,
    OwedByAnswer,
    WordAnswer,
)
from services.cases.domain.timeliness import local_date
from services.cases.gaps.queries.gaps import clusters_of
from services.cases.models import TextCheck
from services.cases.queries import checks
from services.cases.schemas.obligations import SourceAnswer, TimelinessAnswer
from shared.directory import KnownInstitution
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound
from shared.typed import filled

#: Who reads what the State owes; who writes of it; who confirms, and takes over a file; whose work is a case, and so a gap.
READERS = ("case_officer", "approver", "commissioner", "monitor", "publisher", "auditor")
WRITERS = ("case_officer", "approver", "commissioner", "monitor")
LEADERS = ("approver", "commissioner")
WORKERS = linked.OF_CASES


@dataclass(frozen=True)
class CommitmentView:
    """One commitment as it is read. `texts`: what its document asks, as `check` looked at it; `looks`: the same of each word."""

    answer: CommitmentAnswer
    document: CommitmentDocument
    check: TextCheck | None
    texts: Sequence[str]
    looks: Mapping[UUID, tuple[TextCheck | None, Sequence[str]]]


def commitments(
    session: Session, cursors: Cursors, asked: CommitmentListing, reading: Reading
) -> Page[CommitmentLineAnswer]:
    """One page of them, as they stand today."""
    page = page_of(session, cursors, select(Commitment), asked, reading, [Commitment.place])
    today = local_date(reading.now)
    return Page(lines(session, page.items, AsOf(today, today), today), page.next)


def read(session: Session, commitment_id: UUID, asked: AsOfQuery, by: Principal, today: date) -> CommitmentView:
    """One with everything, its standing as it is asked for. Raises `NotFound`, also for one that was not known then."""
    row, at = find(session, commitment_id), as_of(asked.on, asked.known, today)
    line = next(iter(lines(session, [row], at, today)), None)
    if line is None:
        raise NotFound
    document = session.get_one(CommitmentDocument, row.document_id)
    said = _words(session, row.id)
    looks = {word.id: checks.newest(session, word.id, word.content_hash) for word, _decision in said}
    check = checks.newest(session, document.id, document.content_hash)
    answer = CommitmentAnswer(
        commitment=line,
        on=at.on,
        known=at.known,
        editions=_editions(session, row.id),
        words=tuple(_word(word, decision, looks[word.id]) for word, decision in said),
        links=linked.links(session, row.id, by, today),
        origins=linked.origins_of(session, row.id, by, at, today),
        names_check=checks.answer_of(check),
    )
    texts = [text for _name, text in document_parts(session, document)]
    of_words = {one.id: (looks[one.id], [text for _name, text in word_parts(one)]) for one, _decision in said}
    return CommitmentView(answer, document, check, texts, of_words)


def lines(session: Session, found: Sequence[Commitment], at: AsOf, today: date) -> list[CommitmentLineAnswer]:
    """These as they stood, in the same order, without those that were not known then."""
    ids = [one.id for one in found]
    texts, standings = standing.texts(session, ids, at), standing.standings(session, ids, at)
    documents = _documents(session, {one.document_id for one in found})
    bodies = bodies_of(session, {key for one in texts.values() for key in one.bodies})
    lines = []
    for row in found:
        text, known, document = texts.get(row.id), standings[row.id], documents[row.document_id]
        if text is None:
            continue
        line = filled(
            CommitmentLineAnswer,
            document,
            **{name: getattr(text, name) for name in ("paragraph", "text_sq", "text_en", "due")},
            id=row.id,
            document_id=document.id,
            item=row.item,
            rights=tuple(text.rights),
            clusters=clusters_of(text.rights, today),
            bodies=tuple(_owed_by(key, bodies) for key in text.bodies),
            reply=known.facts.reply.value,
            claimed=known.claimed,
            assessed=known.facts.assessed.value,
            timeliness=filled(TimelinessAnswer, timeliness(known.facts, text.due, at.on)),
        )
        lines.append(line)
    return lines


def find(session: Session, commitment_id: UUID, *, lock: bool = False) -> Commitment:
    """Raises `NotFound`. What is never changed is locked by the document that it stands in."""
    row = session.get(Commitment, commitment_id)
    if row is None:
        raise NotFound
    if lock:
        session.get_one(CommitmentDocument, row.document_id, with_for_update=True, populate_existing=True)
    return row


def newest_text(session: Session, commitment_id: UUID) -> CommitmentText:
    """How it reads now."""
    rows = select(CommitmentText).where(CommitmentText.commitment_id == commitment_id)
    return session.execute(rows.order_by(CommitmentText.edition.desc()).limit(1)).scalar_one()


def bodies_of(session: Session, keys: Iterable[str]) -> dict[str, KnownInstitution]:
    """The bodies of the directory with these keys."""
    rows = select(KnownInstitution).where(KnownInstitution.key.in_(set(keys)))
    return {one.key: one for one in session.execute(rows).scalars()}


def document_answer(session: Session, document: CommitmentDocument) -> CommitmentDocumentAnswer:
    check = checks.newest(session, document.id, document.content_hash)
    return filled(CommitmentDocumentAnswer, document, names_check=checks.answer_of(check))


def waiting(session: Session) -> int:
    """How many words wait for a second person."""
    rows = select(func.count()).select_from(CommitmentWord)
    rows = rows.outerjoin(CommitmentDecision, CommitmentDecision.word_id == CommitmentWord.id)
    return session.execute(rows.where(CommitmentDecision.word_id.is_(None))).scalar_one()


def _owed_by(key: str, bodies: dict[str, KnownInstitution]) -> OwedByAnswer:
    body = bodies.get(key)
    if body is None:
        return OwedByAnswer(key=key, institution_id=None, name_sq=None, name_en=None)
    return OwedByAnswer(key=key, institution_id=body.id, name_sq=body.name_sq, name_en=body.name_en)


def _documents(session: Session, ids: Iterable[UUID]) -> dict[UUID, CommitmentDocument]:
    rows = session.execute(select(CommitmentDocument).where(CommitmentDocument.id.in_(set(ids)))).scalars()
    return {one.id: one for one in rows}


def _editions(session: Session, commitment_id: UUID) -> tuple[CommitmentEditionAnswer, ...]:
    rows = select(CommitmentText).where(CommitmentText.commitment_id == commitment_id).order_by(CommitmentText.edition)
    return tuple(
        filled(CommitmentEditionAnswer, one, rights=tuple(one.rights), bodies=tuple(one.bodies))
        for one in session.execute(rows).scalars()
    )


def _words(session: Session, commitment_id: UUID) -> list[tuple[CommitmentWord, CommitmentDecision | None]]:
    rows = select(CommitmentWord, CommitmentDecision).outerjoin(
        CommitmentDecision, CommitmentDecision.word_id == CommitmentWord.id
    )
    rows = rows.where(CommitmentWord.commitment_id == commitment_id).order_by(CommitmentWord.at, CommitmentWord.id)
    return [(word, decision) for word, decision in session.execute(rows)]


def _word(word: CommitmentWord, decision: CommitmentDecision | None, check: TextCheck | None) -> WordAnswer:
    return filled(
        WordAnswer,
        word,
        evidence=sources(word),
        decision=decision.decision if decision else None,
        decided_by=decision.by if decision else None,
        decided_at=decision.at if decision else None,
        reason=decision.reason if decision else None,
        names_check=checks.answer_of(check),
    )


def sources(word: CommitmentWord) -> tuple[SourceAnswer, ...]:
    """What a finding rests on, as it was written."""
    days = [date.fromisoformat(one["seen_on"]) if one["seen_on"] else None for one in word.evidence]
    return tuple(
        SourceAnswer(kind=one["kind"], ref=one["ref"], address=one["address"], seen_on=day)
        for one, day in zip(word.evidence, days, strict=True)
    )
