"""The mailbox behind a receipt code. It never shows what the complainant said, nor a person's name: someone may be looking
over their shoulder.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.data import wording
from services.intake.domain.evidence import neutral_name
from services.intake.domain.terms import ADMISSIBILITY, local_day, term_on
from services.intake.models import Complaint, DataKey, Evidence, Message, Opening, Question, Vault
from services.intake.queries import lookup, releases
from services.intake.queries.asked import asked_for
from services.intake.queries.standings import standing_of, told_of
from services.intake.schemas import mailbox as schemas
from shared.documents import Documents
from shared.events.documents.cases import AskedConfirmation, MailboxMessage
from shared.rules import NotFound
from shared.typed import UNSENT, Unsent, filled, load


def mailbox(
    session: Session, vault: Vault, documents: Documents, complaint_id: UUID, language: str | None
) -> schemas.Mailbox:
    """Status, next date, messages and openings, in `language` or in that of the complaint. Raises `NotFound`."""
    complaint = lookup.complaint(session, complaint_id)
    chosen = language or complaint.language
    return filled(
        schemas.Mailbox,
        complaint,
        status=_status(session, complaint, chosen),
        next=_next(complaint),
        messages=_messages(session, vault, documents, complaint, chosen),
        questions=_questions(session, documents, complaint, chosen),
        files=_files(session, complaint_id),
        openings=_openings(session, complaint_id, chosen),
        releases=_releases(session, complaint, chosen),
    )


def stored_file(evidence: Evidence) -> schemas.StoredFile:
    return filled(schemas.StoredFile, evidence, name=neutral_name(evidence.number, evidence.extension))


def _status(session: Session, complaint: Complaint, language: str) -> schemas.Status:
    code = standing_of(complaint, told_of(session, complaint.id))
    texts = {one: wording.status_text(code, one, by_child=complaint.by_child) for one in wording.LANGUAGES}
    return schemas.Status(code=code, text=texts[language], text_sq=texts["sq"], text_en=texts["en"])


def _next(complaint: Complaint) -> schemas.NextDate | None:
    if complaint.outcome:
        return None
    return schemas.NextDate(
        date=complaint.due_on,
        text_sq=data.term_words(ADMISSIBILITY, "sq"),
        text_en=data.term_words(ADMISSIBILITY, "en"),
        confirmed=term_on(data.terms(), ADMISSIBILITY, _counted_from(complaint)).confirmed,
    )


def _counted_from(complaint: Complaint) -> date:
    return local_day(complaint.reopened_at) if complaint.reopened_at else complaint.received_on


def _messages(
    session: Session, vault: Vault, documents: Documents, complaint: Complaint, language: str
) -> tuple[schemas.MailboxMessage, ...]:
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    return tuple(
        filled(
            schemas.MailboxMessage,
            one.row,
            text=None if one.row.sender == "complainant" else one.text,
            letter=_letter_of(documents, one.row) is not None,
        )
        for one in messages(session, key, documents, complaint, language)
    )


@dataclass(frozen=True)
class Written:
    """One message with its words; those of a file, which has none, are empty."""

    row: Message
    text: str


def messages(
    session: Session, key: DataKey, documents: Documents, complaint: Complaint, language: str
) -> list[Written]:
    """All that the office and who complained wrote to each other, in its order: what the mailbox shows of it, the sealed file shows too."""
    statement = select(Message).where(Message.complaint_id == complaint.id).order_by(Message.at, Message.id)
    rows = session.execute(statement).scalars().all()
    told = [load(wording.Facts, row.facts) for row in rows if row.facts]
    named = {one for facts in told for one in (*_named(facts), *_of_items(facts))}
    bodies = lookup.institutions(session, named)
    known = wording.Known(
        names={one: body.name(language) for one, body in bodies.items()},
        items=asked_for(session, documents, {one for facts in told for one in _letters_of(facts)}),
    ).with_letters(load(wording.Facts, row.facts) for row in rows if row.kind == "act_sent")
    return [Written(row, _words(key, documents, known, complaint, row, language)) for row in rows]


def letter(session: Session, documents: Documents, complaint_id: UUID, message_id: UUID) -> bytes:
    """The PDF of a message of the office. Raises `NotFound` for a message that is another's, or that has none."""
    row = session.get(Message, message_id)
    name = _letter_of(documents, row) if row is not None and row.complaint_id == complaint_id else None
    if name is None:
        raise NotFound
    return documents.get(name)


def _letter_of(documents: Documents, row: Message) -> str | None:
    pdf = documents.read(MailboxMessage, row.document).pdf if row.document else UNSENT
    return None if isinstance(pdf, Unsent) else pdf


def _words(
    key: DataKey,
    documents: Documents,
    known: wording.Known,
    complaint: Complaint,
    row: Message,
    language: str,
) -> str:
    if row.document:
        written = documents.read(MailboxMessage, row.document)
        translated = written.text_en if language == "en" else written.text_sq
        return written.text if isinstance(translated, Unsent) else translated
    if row.kind == "decision":
        return str(key.unseal_json(row.text_sealed, "message.text_sealed", row.id)[language])
    if row.kind in {"text", "file"}:
        return key.unseal(row.text_sealed, "message.text_sealed", row.id) or ""
    facts = load(wording.Facts, row.facts)
    if not known.names.keys() >= set(_named(facts)):
        # What the directory has not told yet is counted, and not called “a body” twice.
        facts = replace(facts, institution_ids=None)
    some = wording.notice_text("some_body", language, by_child=complaint.by_child)
    names = [known.names.get(one, some) for one in _named(facts)] or [some]
    return wording.event_text(row.kind, facts, "; ".join(names), language, by_child=complaint.by_child, known=known)


def _letters_of(facts: wording.Facts) -> tuple[str, ...]:
    """The numbers of the letters of whose items a notice tells."""
    own = (facts.number,) if facts.number and facts.place else ()
    return (*own, *(item.number for item in facts.items or ()))


def _of_items(facts: wording.Facts) -> tuple[UUID, ...]:
    return tuple(item.institution_id for item in facts.items or ())


def _named(facts: wording.Facts) -> tuple[UUID, ...]:
    """The bodies that a notice is about."""
    return facts.institution_ids or ((facts.institution_id,) if facts.institution_id else ())


def question(session: Session, documents: Documents, complaint_id: UUID, question: Question) -> schemas.Question:
    """One question in the language of the complaint."""
    return _question(documents, question, lookup.complaint(session, complaint_id).language)


def _questions(
    session: Session, documents: Documents, complaint: Complaint, language: str
) -> tuple[schemas.Question, ...]:
    statement = select(Question).where(Question.complaint_id == complaint.id).order_by(Question.at, Question.id)
    return tuple(_question(documents, row, language) for row in session.execute(statement).scalars())


def _question(documents: Documents, row: Question, language: str) -> schemas.Question:
    asked, english = documents.read(AskedConfirmation, row.asked), language == "en"
    return filled(
        schemas.Question,
        row,
        institution=asked.institution_en if english else asked.institution_sq,
        text=asked.text_en if english else asked.text_sq,
    )


def _files(session: Session, complaint_id: UUID) -> tuple[schemas.MailboxFile, ...]:
    statement = select(Evidence).where(Evidence.complaint_id == complaint_id).order_by(Evidence.number)
    rows = session.execute(statement).scalars()
    return tuple(filled(schemas.MailboxFile, row, name=neutral_name(row.number, row.extension)) for row in rows)


def _openings(session: Session, complaint_id: UUID, language: str) -> tuple[schemas.SeenOpening, ...]:
    statement = select(Opening).where(Opening.complaint_id == complaint_id).order_by(Opening.at, Opening.id)
    return tuple(
        filled(
            schemas.SeenOpening,
            row,
            role_text=data.words(data.opened_by()[row.role], "name", language),
            reason_text=data.words(data.opened_for()[row.reason], "seen", language),
            checked=row.access_id is not None,
        )
        for row in session.execute(statement).scalars()
    )


def _releases(session: Session, complaint: Complaint, language: str) -> tuple[schemas.SeenRelease, ...]:
    rows = releases.seen_by_complainant(session, complaint)
    bodies = lookup.institutions(session, [row.institution_id for row in rows])
    return tuple(
        schemas.SeenRelease(
            at=row.decided_at,
            institution=bodies[row.institution_id].name(language),
            data_text=", ".join(data.words(data.releasable()[key], "name", language) for key in row.data),
        )
        for row in rows
        if row.institution_id in bodies and row.decided_at
    )
