"""What the office writes to complainants; the words go to their mailbox in intake as a document."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import checks
from services.cases.domain.checks import CheckState, TextKind, needs_reason
from services.cases.domain.recommendation import content_hash
from services.cases.models import Case, CaseParty, Complaint, Recommendation, TextCheck
from services.cases.models.cases import note
from services.cases.queries.checks import HELD, TELL, cases_of, covers, look_of
from services.cases.queries.visibility import find_case
from services.cases.schemas.cases import MessageBody
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ComplainantInformed, ComplainantNotTold
from shared.events.documents.cases import MailboxMessage
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation

#: Why nobody reads a message → how the history of the case says it.
UNREAD = {"erased": "complainant.not_told", "in_conflict": "complainant.mailbox_shut"}


def inform(
    by: Principal, session: Session, documents: Documents, case_id: UUID, wanted: MessageBody, *, now: datetime
) -> list[UUID]:
    """Write to the complainants of a case, or to those that are named; returns the complaints that are written to.

    What one of them reads about the matter may name another: one of several in the case, or of a complaint that is joined to it. The
    text leaves once it was compared with the files of all others, by itself if it names nobody of them (`deliver`), else with a
    second person's reason. What a complainant wrote themselves may be told to them.
    """
    case = find_case(session, case_id, by, lock=True)
    known = complaints_of(session, case)
    if not known:
        raise RuleViolation("nobody complained in this case", code="case.no_complainant")
    chosen = known if wanted.complaints is None else list(wanted.complaints)
    for place, complaint_id in enumerate(chosen):
        if complaint_id not in known:
            raise ContentViolation("not of this case", code="complaint_unknown", field=f"complaints.{place}")
    message = MailboxMessage(text=wanted.text, language=wanted.language)
    _offer(by, session, documents, case, chosen, message, now)
    case.unread_messages = 0
    session.flush()
    return chosen


def _offer(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    chosen: Sequence[UUID],
    message: MailboxMessage,
    now: datetime,
) -> None:
    leaving = checks.Leaving(
        kind=TextKind.MESSAGE,
        text_id=uuid4(),
        cases=[case.id],
        content_hash=content_hash({"text": message.text}),
        parts=[("text", message.text)],
        apart=chosen if len(chosen) == 1 else (),
        authors=[str(by.id)],
        alone=True,
        to=chosen,
    )
    check = checks.offer(session, documents, leaving, now=now)
    check.then = {"do": TELL, "by": str(by.id), "to": {str(one): documents.keep(message) for one in chosen}}


def deliver(session: Session, check: TextCheck, *, now: datetime) -> bool:
    """A step of others: put a message that waited into the mailboxes, if it may leave; whether it did. Where its look does not hold any more
    (another complaint of the case, a message of one of the others, an hour in which anything arrived) it is compared again first, and goes on
    by itself.
    """
    then = check.then or {}
    if then.get("do") != TELL or check.state != CheckState.CHECKED:
        return False
    text = waiting(check)
    if checks.look_again(session, check, text, now=now) is not check:
        return False
    if needs_reason(look_of(check)):
        return False
    case, writer = session.get_one(Case, check.case_id), Principal("staff", UUID(then["by"]))
    for complaint_id, document in sorted(then["to"].items()):
        _send(writer, session, case, UUID(complaint_id), document, now)
    check.then = None
    session.flush()
    return True


def look_anew(session: Session, *, now: datetime) -> None:
    """Have those compared again that wait for a reason, and whose case has another complaint since."""
    held = select(TextCheck).where(TextCheck.then["do"].astext.in_(HELD), TextCheck.state == CheckState.CHECKED.value)
    for check in session.execute(held.with_for_update(skip_locked=True)).scalars().all():
        text = waiting(check)
        if not covers(session, check, text.cases, text.apart):
            checks.look_again(session, check, text, now=now)


def waiting(check: TextCheck) -> checks.Leaving:
    """A step of others: a message that waits, but for its words, which the look keeps. It is nobody's own where several read it."""
    then = check.then or {}
    to = [UUID(one) for one in then.get("to", ())]
    return checks.Leaving(
        kind=TextKind(check.kind),
        text_id=check.text_id,
        cases=[check.case_id] if check.case_id else [],
        content_hash=check.content_hash,
        parts=(),
        addressees=[UUID(then["body"])] if "body" in then else (),
        apart=to if len(to) == 1 else (),
        alone=True,
        to=to,
    )


def complaints_of(session: Session, case: Case) -> list[UUID]:
    statement = (
        select(Complaint.id).where(Complaint.case_id == case.id).order_by(Complaint.received_at, Complaint.reference)
    )
    return list(session.execute(statement).scalars())


def hearers_of(session: Session, case: Case, act: Recommendation) -> list[UUID]:
    """Whose mailboxes hear of an act: those of its case and of each other that a report to the Assembly is about, or where it advises somebody
    theirs alone.
    """
    if act.injured_party is None:
        others = [session.get_one(Case, one) for one in cases_of(session, act) if one != case.id]
        return [complaint for one in (case, *others) for complaint in complaints_of(session, one)]
    party = session.get_one(CaseParty, act.injured_party)
    return [party.complaint_id] if party.complaint_id else []


def tell(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    complaints: Sequence[UUID],
    message: MailboxMessage,
    *,
    now: datetime,
) -> None:
    """A step of others. One document of its own for each mailbox: that one of them is erased must not take the other's."""
    for complaint_id in complaints:
        _send(by, session, case, complaint_id, documents.keep(message), now)


def in_voice(complaint: Complaint, words: Mapping[str, str]) -> MailboxMessage:
    """The same words for whoever complained, a child or somebody older, in their language and the other: `text_sq`, `text_en`, `child_sq`, `child_en`."""
    voice = "child" if complaint.by_child else "text"
    language = "en" if complaint.language == "en" else "sq"
    both = {f"text_{tongue}": words[f"{voice}_{tongue}"] for tongue in ("sq", "en")}
    return MailboxMessage(text=both[f"text_{language}"], language=language, **both)


def note_unread(by: Principal, session: Session, event: ComplainantNotTold, *, now: datetime) -> None:
    """What was written lies in no mailbox: the office reads it in the history, and finds another way or none."""
    case = session.get_one(Case, event.case_id, with_for_update=True)
    code = UNREAD[event.reason]
    note(session, case.id, now, by.name, code, complaint=event.complaint_id)
    audit.record(session, by, code, "case", case.id, complaint=str(event.complaint_id))


def _send(by: Principal, session: Session, case: Case, complaint_id: UUID, document: str, now: datetime) -> None:
    publish(session, ComplainantInformed(complaint_id=complaint_id, case_id=case.id, message=document), complaint_id)
    note(session, case.id, now, by.name, "complainant.informed", document, complaint=complaint_id)
    audit.record(session, by, "complainant.informed", "case", case.id, complaint=str(complaint_id))
