"""What the State says and what the office found, written by one person and confirmed by another."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.cases.actions import checks
from services.cases.commitments import data as commitment_data
from services.cases.commitments.actions import looks
from services.cases.commitments.domain import words as rules
from services.cases.commitments.domain.days import AsOf
from services.cases.commitments.domain.words import Decision, Fact, Word
from services.cases.commitments.models import CommitmentDecision, CommitmentDocument, CommitmentWord
from services.cases.commitments.queries import links, standing
from services.cases.commitments.queries.commitments import find
from services.cases.commitments.schemas.commitments import NewWordBody, WordConfirmationBody, WordSettingAsideBody
from services.cases.data import acts as act_data
from services.cases.domain.evidence import Reference
from services.cases.domain.recommendation import check_approval, content_hash
from services.cases.domain.timeliness import local_date
from services.cases.gaps.domain.gaps import check_text
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation, refuse
from shared.typed import dump


def write(
    by: Principal, session: Session, documents: Documents, commitment_id: UUID, wanted: NewWordBody, *, now: datetime
) -> CommitmentWord:
    """A word of one side; it counts once somebody else has confirmed it. Raises `ContentViolation` for what the word needs, `NotFound`."""
    commitment, today = find(session, commitment_id, lock=True), local_date(now)
    document = session.get_one(CommitmentDocument, commitment.document_id)
    for field in ("text", "source"):
        check_text(getattr(wanted, field), field)
    word = _word(wanted, now)
    stood = standing.standings(session, [commitment.id], AsOf(today, today))[commitment.id]
    setting = rules.Setting(
        facts=stood.facts,
        asked_on=document.issued_on,
        today=today,
        by=by.person,
        kinds=commitment_data.evidence_kinds(today),
        openable=links.openable(session, commitment.id, by, today),
        reasons=act_data.unassessable_reasons(today),
    )
    references = tuple(Reference(one.kind, one.ref, one.address, one.seen_on) for one in wanted.evidence)
    refuse(tuple(rules.faults(word, wanted.text, wanted.source, references, setting)))
    row = CommitmentWord(
        id=uuid4(),
        commitment_id=commitment.id,
        fact=word.fact.value,
        word=word.word,
        since=word.since,
        done_on=word.done_on,
        promised_date=word.promised_date,
        next_check=word.next_check,
        unassessable=word.unassessable,
        source=wanted.source,
        text=wanted.text,
        evidence=[dump(one) for one in wanted.evidence],
        content_hash=content_hash({**dump(wanted), "since": word.since.isoformat()}),
        by=by.person,
        at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, by, "commitment.word_written", "commitment", commitment.id, fact=row.fact, word=row.word)
    looks.offer_word(session, documents, row, now=now)
    return row


def _word(wanted: NewWordBody, now: datetime) -> Word:
    """What the office finds holds from the day on which it is written."""
    today = local_date(now)
    return Word(
        fact=wanted.fact,
        word=wanted.word,
        since=today if wanted.fact is Fact.ASSESSED else (wanted.since or today),
        done_on=wanted.done_on,
        promised_date=wanted.promised_date,
        next_check=wanted.next_check,
        unassessable=wanted.unassessable,
    )


def confirm(
    by: Principal,
    session: Session,
    commitment_id: UUID,
    word_id: UUID,
    wanted: WordConfirmationBody,
    *,
    now: datetime,
) -> CommitmentWord:
    """Another person says that exactly this is so: it counts from now on, and anybody may read it. Raises `RuleViolation` for who wrote it, for
    another content and while it is compared with the sealed files; `ContentViolation` where it names someone and no reason is given.
    """
    word = _undecided(session, commitment_id, word_id)
    seen = wanted.content_hash
    check_approval(authors=[word.by], approver=by.person, seen_hash=seen, current_hash=word.content_hash)
    checks.require(by, session, word.id, word.content_hash, (), wanted.names_reason, now=now, leaves=True)
    _decide(by, session, word, Decision.CONFIRMED, None, now)
    audit.record(
        session, by, "commitment.word_confirmed", "commitment", word.commitment_id, fact=word.fact, word=word.word
    )
    return word


def set_aside(
    by: Principal,
    session: Session,
    commitment_id: UUID,
    word_id: UUID,
    wanted: WordSettingAsideBody,
    *,
    now: datetime,
) -> CommitmentWord:
    """It will not count: by who wrote it, or by a second person. Raises `RuleViolation` once it was decided on."""
    word = _undecided(session, commitment_id, word_id)
    _decide(by, session, word, Decision.SET_ASIDE, wanted.reason, now)
    audit.record(
        session, by, "commitment.word_set_aside", "commitment", word.commitment_id, fact=word.fact, word=word.word
    )
    return word


def _decide(
    by: Principal, session: Session, word: CommitmentWord, decision: Decision, reason: str | None, now: datetime
) -> None:
    session.add(CommitmentDecision(word_id=word.id, decision=decision.value, reason=reason, by=by.person, at=now))
    session.flush()


def _undecided(session: Session, commitment_id: UUID, word_id: UUID) -> CommitmentWord:
    """A word of that commitment, of which nobody decided yet; of two who do at once one finds it decided."""
    find(session, commitment_id, lock=True)
    word = session.get(CommitmentWord, word_id)
    if word is None or word.commitment_id != commitment_id:
        raise NotFound
    if session.get(CommitmentDecision, word.id) is not None:
        raise RuleViolation("somebody decided on it", code="commitment.decided")
    return word
