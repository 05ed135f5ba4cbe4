"""Meetings as the office has them, and their decisions as tasks."""

from collections import Counter
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.cooperation.domain.meetings import Standing
from services.partners.cooperation.lists import DecisionListing, MeetingListing
from services.partners.cooperation.models import Meeting, MeetingDecision
from services.partners.cooperation.queries.agreements import parties
from services.partners.cooperation.schemas import DecisionAnswer, DecisionFigures, MeetingAnswer, MeetingLine
from services.partners.domain import local_date
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled

UNIT = "decisions"


def meetings(session: Session, cursors: Cursors, asked: MeetingListing, reading: Reading) -> Page[MeetingLine]:
    """One page, the latest first."""
    order = [Meeting.held_on, Meeting.id]
    page = page_of(session, cursors, select(Meeting), asked, reading, order, descending=True)
    return Page([filled(MeetingLine, one, clusters=tuple(one.clusters)) for one in page.items], page.next)


def meeting(session: Session, meeting_id: UUID, *, lock: bool = False) -> Meeting:
    """Raises `NotFound`."""
    wanted = select(Meeting).where(Meeting.id == meeting_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.execute(wanted).scalar()
    if found is None:
        raise NotFound
    return found


def answer(session: Session, found: Meeting, today: date) -> MeetingAnswer:
    return filled(
        MeetingAnswer,
        found,
        clusters=tuple(found.clusters),
        parties=parties(session, found),
        decisions=tuple(as_task(one, today) for one in found.decisions),
    )


def decisions(session: Session, cursors: Cursors, asked: DecisionListing, reading: Reading) -> Page[DecisionAnswer]:
    """One page by the day, the earliest first."""
    order = [MeetingDecision.due, MeetingDecision.id]
    page = page_of(session, cursors, select(MeetingDecision), asked, reading, order, descending=False)
    return Page([as_task(one, local_date(reading.now)) for one in page.items], page.next)


def decision(session: Session, decision_id: UUID) -> MeetingDecision:
    """Locked. Raises `NotFound`."""
    wanted = select(MeetingDecision).where(MeetingDecision.id == decision_id)
    locked = wanted.with_for_update(of=MeetingDecision).execution_options(populate_existing=True)
    found = session.execute(locked).scalar()
    if found is None:
        raise NotFound
    return found


def figures(session: Session, today: date) -> DecisionFigures:
    rows = session.execute(select(MeetingDecision)).scalars()
    counted = Counter(one.task.standing(today) for one in rows)
    return DecisionFigures(
        unit=UNIT, open=counted[Standing.OPEN], late=counted[Standing.LATE], done=counted[Standing.DONE]
    )


def as_task(found: MeetingDecision, today: date) -> DecisionAnswer:
    of_meeting = {"held_on": found.meeting.held_on, "title": found.meeting.title}
    return filled(DecisionAnswer, found, **of_meeting, standing=found.task.standing(today).value)
