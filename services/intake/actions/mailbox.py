"""What passes between a complainant and the office: words and files, sealed with the key of the complaint."""

import hashlib
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.intake.actions import marks, progress
from services.intake.actions.comparing import check_message
from services.intake.data.wording import Facts
from services.intake.domain import evidence as rules
from services.intake.domain.decisions import ENDED
from services.intake.domain.registration import check_reader
from services.intake.models import Complaint, Evidence, Message, Vault
from services.intake.queries import lookup, work
from services.intake.schemas.files import Description
from services.intake.schemas.mailbox import NewAnswer, NewMessage
from shared import audit, uploads
from shared.documents import Documents
from shared.events.catalogue import MessageReceived
from shared.files import taking
from shared.files.copies import Box
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation
from shared.sealing import new_key
from shared.uploads import Upload

#: Whoever holds the code is not recorded: that a child wrote is for the office to know, not for anyone to prove.
COMPLAINANT = Principal("complainant")


def write(by: Principal, session: Session, vault: Vault, new: NewMessage, *, now: datetime) -> Message:
    """The complainant writes to the office."""
    complaint = lookup.locked(session, by.person)
    marks.keep_told(session, vault, complaint.id, new.text)
    return _from_complainant(session, vault, complaint, "text", new.text, now)


def answer(
    by: Principal, session: Session, vault: Vault, complaint_id: UUID, new: NewAnswer, *, now: datetime
) -> Message:
    """The office writes to the complainant. Raises `RuleViolation` (409) where nobody would read it, and `ContentViolation` (422) for
    words that name somebody of another file, or may without a reason.

    Nobody else reads it before it is there, so that no reason lets such a name through here: it can be written without, and in a case a
    message of the cases service may name whom a second person says it may. What may be one goes with a reason, in the trail. Whom the
    complainant told of is no secret to them.
    """
    complaint = work.locked(session, complaint_id, by)
    check_reader(shut_out=complaint.submitter_in_conflict)
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    questions = check_message(session, vault, key, complaint, new.text, answered=new.names_reason is not None)
    complaint.wrote_after_decision = False
    message = _message(vault, complaint, "office", "text", new.text, now)
    message.written_by = by.person
    session.add(message)
    session.flush()
    why = {"questions": questions, "names_reason": new.names_reason} if questions else {}
    audit.record(session, by, "message.written", "complaint", complaint_id, message=str(message.id), **why)
    return message


def add_file(
    by: Principal, session: Session, vault: Vault, documents: Documents, sent: Upload, *, now: datetime
) -> Evidence:
    """Take in a file of the complainant. `sent` was taken by shared.files. Raises `ContentViolation` where the quota is used up."""
    complaint = lookup.locked(session, by.person)
    totals = select(func.count(), func.coalesce(func.sum(Evidence.size), 0)).where(
        Evidence.complaint_id == complaint.id
    )
    files, size = session.execute(totals).one()
    if files >= rules.MOST_FILES:
        raise ContentViolation("no more files for this complaint", code="too_many_files", field="file")
    if size + len(sent.content) > rules.LARGEST_TOGETHER:
        raise ContentViolation("no more space for this complaint", code="quota_reached", field="file")
    evidence = Evidence(
        id=uuid4(),
        complaint_id=complaint.id,
        number=files + 1,
        at=now,
        media_type=sent.media_type,
        extension=uploads.EXTENSIONS[sent.media_type],
        size=len(sent.content),
    )
    _store(vault, documents, complaint, evidence, sent)
    session.add(evidence)
    marks.keep_told(session, vault, complaint.id, file_name=sent.name)
    _from_complainant(session, vault, complaint, "file", rules.neutral_name(evidence.number, evidence.extension), now)
    return evidence


def tell_refused(by: Principal, session: Session, document: str, code: str, *, now: datetime) -> None:
    """A file that was taken turned out to be opened by nobody: who sent it is told why, once."""
    found = select(Evidence, Complaint).join(Complaint).where(Evidence.document == document)
    if (row := session.execute(found).first()) is None:
        return
    evidence, complaint = row.Evidence, row.Complaint
    facts = Facts(file=rules.neutral_name(evidence.number, evidence.extension))
    progress.notice(session, complaint, code, facts, cause=evidence.id, now=now)
    audit.record(session, by, "evidence.refused", "complaint", complaint.id, evidence=str(evidence.id), reason=code)


def _store(vault: Vault, documents: Documents, complaint: Complaint, evidence: Evidence, sent: Upload) -> None:
    key, file_key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id), new_key()
    description = Description(name=sent.name, sha256=hashlib.sha256(sent.content).hexdigest())
    evidence.key_sealed = key.seal_key(file_key, "evidence.key_sealed", evidence.id)
    evidence.description_sealed = key.seal_document(description, "evidence.description_sealed", evidence.id)
    evidence.document = taking.keep(documents, "intake", sent, Box(file_key, rules.place(evidence.id)))


def _from_complainant(
    session: Session, vault: Vault, complaint: Complaint, kind: str, text: str, now: datetime
) -> Message:
    message = _message(vault, complaint, "complainant", kind, text, now)
    session.add(message)
    # Nobody works on it any more, so that nobody would see it otherwise.
    complaint.wrote_after_decision = complaint.wrote_after_decision or complaint.status in ENDED
    publish(session, MessageReceived(complaint_id=complaint.id, message_id=message.id), complaint.id)
    audit.record(session, COMPLAINANT, "message.received", "complaint", complaint.id, message=str(message.id))
    return message


def _message(vault: Vault, complaint: Complaint, sender: str, kind: str, text: str, now: datetime) -> Message:
    key, message_id = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id), uuid4()
    sealed = key.seal(text, "message.text_sealed", message_id)
    return Message(id=message_id, complaint_id=complaint.id, at=now, sender=sender, kind=kind, text_sealed=sealed)
