"""What people of the office read of cases that are not theirs, to whoever leads: who, of which case, when, how much. Never what it said."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import Date, Row, Select, Uuid, case, cast, func, select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import ZONE
from services.cases.models import Case, Obligation, Recommendation
from services.cases.office.models import ReadingReview
from services.cases.office.schemas import ReadingsAnswer
from services.cases.queries import people
from services.cases.queries.visibility import walled_off
from shared.audit import AuditEntry
from shared.principal import Principal

#: Kinds of entry that tell of words of a child or a complainant, of what a body handed in, or of who is shut out. The same as in the
#: index of migration 0188.
SENSITIVE = ("held_messages.read", "case.messages_read", "evidence.read", "scan.read", "exclusions.read")
#: What was not looked at for so long is history; the trail keeps it.
LOOKED_BACK = timedelta(days=90)
#: So many on one page; the rest follow as these are looked at.
MOST = 100
_DAY = cast(func.timezone(ZONE, AuditEntry.at), Date)
#: A cast in a CASE, since other actors and objects have no ids.
_STAFF = case((AuditEntry.actor.like("staff:%"), cast(func.split_part(AuditEntry.actor, ":", 2), Uuid)))


def waiting(session: Session, reader: Principal, *, now: datetime) -> tuple[ReadingsAnswer, ...]:
    """By person, case and day, the newest day first: what nobody has looked at yet. None of the reader's own, and none of a case that
    they may not know of.
    """
    read = _readings(now).subquery()
    looked_at = select(ReadingReview.until).where(
        ReadingReview.staff_id == read.c.staff, ReadingReview.case_id == Case.id, ReadingReview.day == read.c.day,
        ReadingReview.until >= read.c.id,
    )  # fmt: skip
    group = (read.c.staff, Case.id, Case.number, read.c.day)
    told = func.max(read.c.id).label("until"), func.array_agg(read.c.action).label("actions")
    rows = session.execute(
        select(*group, func.min(read.c.at).label("first"), *told)
        .join(Case, Case.id == read.c.case_id)
        .where(read.c.staff != reader.person, Case.officer_id.is_distinct_from(read.c.staff))
        .where(Case.id.not_in(walled_off(reader.id)), ~looked_at.exists())
        .group_by(*group)
        .order_by(read.c.day.desc(), func.min(read.c.at))
        .limit(MOST)
    ).all()
    names = people.names(session, {row.staff for row in rows})
    return tuple(_answer(row, names.get(row.staff, "")) for row in rows)


def _readings(now: datetime) -> Select[tuple[object, ...]]:
    """Who read something, when, and of which case: an entry is about a case, or about an act or an obligation of one."""
    about = {
        kind: case((AuditEntry.object_type == kind, cast(AuditEntry.object_id, Uuid)))
        for kind in ("case", "obligation", "recommendation")
    }
    of_case = func.coalesce(about["case"], Obligation.case_id, Recommendation.case_id).label("case_id")
    entry = AuditEntry.id, AuditEntry.at, AuditEntry.action
    return (
        select(_STAFF.label("staff"), of_case, _DAY.label("day"), *entry)
        .outerjoin(Obligation, Obligation.id == about["obligation"])
        .outerjoin(Recommendation, Recommendation.id == about["recommendation"])
        .where(AuditEntry.action.in_(SENSITIVE), AuditEntry.at > now - LOOKED_BACK, AuditEntry.actor.like("staff:%"))
    )


def _answer(row: Row[tuple[object, ...]], name: str) -> ReadingsAnswer:
    counts = Counter(row.actions)
    return ReadingsAnswer(
        staff_id=row.staff, name=name, case_id=row.id, number=row.number, day=row.day, first=row.first, until=row.until,
        counts={kind: counts[kind] for kind in SENSITIVE if counts[kind]},
    )  # fmt: skip
