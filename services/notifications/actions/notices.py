"""Which messages come into being, and which would only repeat one that the recipient has."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.notifications.actions.ends import OPEN, give_up
from services.notifications.domain import silenced
from services.notifications.models import Complaint, Message
from shared.events.catalogue import LinkIssued

LINK, LINK_NEWS, WAITING = "letter_link", "letter_news", "document_waiting"
#: The texts say nothing of their cause, so of several on one day for one act and body the first says all of it.
ONE_DAY = timedelta(hours=24)


def learn_complaint(
    session: Session, complaint_id: UUID, *, contact: str | None, language: str, submitter_role: str
) -> None:
    """Note whether, and in which language, anything may be sent about a complaint. `contact` names a document.

    What came earlier from other services waits until here; without a contact there is nobody to tell, and it goes.
    """
    session.add(Complaint(id=complaint_id, contact=contact, language=language, submitter_role=submitter_role))
    if contact is None:
        session.execute(delete(Message).where(Message.about == "complaint", Message.about_id == complaint_id))


def tell_complainant(
    session: Session,
    complaint_id: UUID,
    *,
    now: datetime,
    unless_told_within: timedelta,
    apart: timedelta = timedelta(0),
) -> None:
    """Let the complainant be told that there is something to read, if they marked a channel as safe.

    A notice that still waits stands for all; `unless_told_within` lets one that was sent stand for as long. With `apart` it waits until
    the last one is as old as that; what comes without it lets it wait no longer.
    """
    complaint = session.get(Complaint, complaint_id)
    if complaint is not None and (complaint.contact is None or complaint.silenced):
        return
    known = _latest(session, "complainant_notice", complaint_id, None)
    if known is not None and _stands_for_more(known, now, unless_told_within):
        if known.state == "waiting" and known.attempts == 0 and not apart:
            known.next_try_at = min(known.next_try_at, now)
        return
    # Not when it came into being: it may have waited a day itself.
    last = known.next_try_at if known is not None and known.state != "failed" else None
    session.add(
        Message(
            template="complainant_notice",
            recipient="complainant",
            about="complaint",
            about_id=complaint_id,
            language=complaint.language if complaint else None,
            next_try_at=max(now, last + apart) if last and apart else now,
            created_at=now,
        )
    )


def heed_conflict(session: Session, complaint_id: UUID, conflict_with_guardian: bool, *, now: datetime) -> None:
    """Send nothing more to a complainant who is marked as in conflict with the child; what waits is given up."""
    complaint = session.get(Complaint, complaint_id)
    if complaint is None or not silenced(conflict_with_guardian, complaint.submitter_role):
        return
    complaint.silenced = True
    waiting = select(Message).where(Message.about_id == complaint_id, Message.state.in_(OPEN))
    for message in session.execute(waiting.with_for_update()).scalars():
        give_up(session, message, "no_address", "silenced", now=now)


def tell_institution(
    session: Session,
    template: str,
    about_id: UUID,
    institution_id: UUID,
    *,
    now: datetime,
    unless_told_within: timedelta = ONE_DAY,
    about: str = "recommendation",
) -> None:
    """Let a body be told by `template` that the portal has something for it about an act, or about the body itself. One that has the
    letter by a link alone is told that there is news of it, since it has no portal.
    """
    link = None if template == WAITING else _by_link(session, about_id, institution_id)
    template = template if link is None else LINK_NEWS
    known = _latest(session, template, about_id, institution_id)
    if known is not None and _stands_for_more(known, now, unless_told_within):
        return
    session.add(
        Message(
            template=template,
            recipient="institution",
            channel="email",
            about=about,
            about_id=about_id,
            institution_id=institution_id,
            number=link.number if link else None,
            next_try_at=now,
            created_at=now,
        )
    )


def send_link(session: Session, issued: LinkIssued, *, now: datetime) -> None:
    """Mail a one-time link to the mailbox of a body, once. The message has the id of the link: by it partners knows which was lost."""
    if session.get(Message, issued.link_id) is not None:
        return
    session.add(
        Message(
            id=issued.link_id,
            template=LINK,
            recipient="institution",
            channel="email",
            about="recommendation",
            about_id=issued.recommendation_id,
            institution_id=issued.institution_id,
            link=issued.link,
            number=issued.number,
            next_try_at=now,
            created_at=now,
        )
    )


def call_staff(
    session: Session, template: str, staff_id: UUID, contact: str, ways: Iterable[str], *, cause: UUID, now: datetime
) -> None:
    """Call a person of the office with the text `template` by each of `ways`, email or sms, at the addresses in the document `contact`. For one cause once."""
    for channel in ways:
        row = {
            "id": uuid5(cause, channel),
            "template": template,
            "recipient": "staff",
            "channel": channel,
            "about": "staff",
            "about_id": staff_id,
            "contact": contact,
            "state": "waiting",
            "attempts": 0,
            "next_try_at": now,
            "created_at": now,
        }
        session.execute(upsert(Message).values(row).on_conflict_do_nothing())


def tell_all_addressees(session: Session, template: str, recommendation_id: UUID, *, now: datetime) -> None:
    """As `tell_institution`, to each body that was told when the act was issued."""
    told = select(Message.institution_id).where(
        Message.about_id == recommendation_id, Message.template.in_((WAITING, LINK))
    )
    for institution_id in session.execute(told.distinct()).scalars().all():
        if institution_id is not None:
            tell_institution(session, template, recommendation_id, institution_id, now=now)


def _by_link(session: Session, about_id: UUID, institution_id: UUID) -> Message | None:
    """The last mail with a link to a letter, of a body that has it by no other wire."""
    waiting = _latest(session, WAITING, about_id, institution_id)
    return None if waiting else _latest(session, LINK, about_id, institution_id)


def _latest(session: Session, template: str, about_id: UUID, institution_id: UUID | None) -> Message | None:
    statement = select(Message).where(
        Message.about_id == about_id,
        Message.institution_id.is_not_distinct_from(institution_id),
        Message.template == template,
    )
    return session.execute(statement.order_by(Message.created_at.desc()).limit(1)).scalar_one_or_none()


def _stands_for_more(message: Message, now: datetime, age: timedelta) -> bool:
    """Whether `message` still waits, or left less than `age` ago."""
    return message.state == "waiting" or (message.state != "failed" and now - message.created_at < age)
