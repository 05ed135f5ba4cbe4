"""What reached the office in a period and what became of it, counted by the days on which it was recorded.

A complaint stands as the decisions and reopenings up to the last day say, so that a past period keeps its figures.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, Select, case, cast, func, literal, or_, select, true
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.figures import Figure, counts_children, figure, figure_of_few
from services.intake.domain.profile import MEMBERS, NOT_SAID
from services.intake.domain.terms import TIRANA, day_begins
from services.intake.models import Complaint, Counselling, DecisionRecord, Reopening, ToldProfile
from services.intake.queries import walls
from services.intake.schemas import figures as schemas
from shared.principal import Principal

UNDECIDED = "undecided"
_JOINED = "joined"
_BY_CHILD = ("by_child", "by_others")
_TIMELINESS = ("in_term", "late", "running", "overdue")


def figures(session: Session, first: date, last: date, *, reader: Principal, today: date) -> schemas.Figures:
    """All figures of the days from `first` to `last`, both included, with their words.

    They leave out the complaints that the reader is walled off from. `final`: the period is over. Those by the codes of children are there
    of a whole year that is over alone.
    """
    counted = _figures(session, first, last, reader=reader.person, of_children=counts_children(first, last, today))
    return schemas.Figures(first=first, last=last, final=last < today, figures=tuple(map(_worded, counted)))


def _worded(counted: Figure) -> schemas.Figure:
    entry = data.figures()[counted.key]
    return schemas.Figure(
        key=counted.key,
        unit=entry["unit"],
        name_sq=entry["name_sq"],
        name_en=entry["name_en"],
        of_sq=entry["of_sq"],
        of_en=entry["of_en"],
        denominator=counted.denominator,
        parts=tuple(
            schemas.Part(key=part.key, count=part.count, percent=None if part.percent is None else float(part.percent))
            for part in counted.parts
        ),
    )


def _figures(session: Session, first: date, last: date, *, reader: UUID, of_children: bool) -> list[Figure]:
    begin, end = day_begins(first), day_begins(last + timedelta(days=1))
    complaints = session.execute(_complaints(begin, end, last, reader)).all()
    counselling = session.execute(_counselling(begin, end)).all()
    contacts = [*complaints, *counselling]
    joined = {"on_its_own": 0, "joined_to_another": 0}
    for row in complaints:
        joined["joined_to_another" if row.outcome == _JOINED else "on_its_own"] += row.n
    return [
        figure("contacts_by_channel", _counted(contacts, "channel", data.channels())),
        figure("contacts_by_regional_office", _counted(contacts, "regional_office", data.regional_offices())),
        figure("counselling_and_complaints", {"counselling": _sum(counselling), "complaints": _sum(complaints)}),
        figure("counselling_by_advice", _counted(counselling, "advice")),
        figure("counselling_by_life_area", _counted(counselling, "life_area")),
        figure("complaints_by_outcome", _counted(complaints, "outcome", [*data.outcomes(), UNDECIDED])),
        figure("complaints_by_ground", _counted(complaints, "ground")),
        figure("complaints_joined", joined),
        figure("complaints_in_term", _counted(complaints, "timeliness", _TIMELINESS)),
        figure(
            "contacts_by_child",
            {word: _sum(one for one in contacts if one.by_child is (word == "by_child")) for word in _BY_CHILD},
        ),
        *(
            _of_children(complaints if entry["unit"] == "complaints" else counselling, key, entry["profile"], last)
            for key, entry in data.figures().items()
            if of_children and "profile" in entry
        ),
    ]


def _of_children(rows: Iterable[Row[Any]], key: str, member: str, day: date) -> Figure:
    """By one code of the profile. Small numbers are not shown."""
    return figure_of_few(key, _counted(rows, member, data.profile(member)), data.least_shown(day))


def _sum(rows: Iterable[Row[Any]]) -> int:
    return sum(row.n for row in rows)


def _counted(rows: Iterable[Row[Any]], column: str, known: Iterable[str] = ()) -> Mapping[str, int]:
    """How many by the codes of a column: the known ones also where there are none, others the most frequent first."""
    counts: Counter[str] = Counter()
    for row in rows:
        code = getattr(row, column)
        if code is not None:
            counts[code] += row.n
    whole = {code: counts.pop(code, 0) for code in known}
    return whole | dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _counselling(begin: datetime, end: datetime) -> Select[Any]:
    advice = func.coalesce(Counselling.way_out, literal("to_a_body")).label("advice")
    codes = [getattr(Counselling, member) for member in MEMBERS]
    told = (Counselling.channel, Counselling.regional_office, Counselling.life_area, Counselling.by_child)
    columns = (*told, advice, *codes)
    statement = select(*columns, func.count().label("n")).where(Counselling.at >= begin, Counselling.at < end)
    return statement.group_by(*columns)


def _complaints(begin: datetime, end: datetime, last: date, reader: UUID) -> Select[Any]:
    decisions = select(DecisionRecord).where(DecisionRecord.complaint_id == Complaint.id, DecisionRecord.at < end)
    newest = decisions.order_by(DecisionRecord.at.desc(), DecisionRecord.id.desc()).limit(1).lateral("newest")
    oldest = decisions.with_only_columns(func.min(DecisionRecord.at).label("at")).lateral("oldest")
    again = select(func.max(Reopening.at).label("at")).where(Reopening.complaint_id == Complaint.id, Reopening.at < end)
    reopened = again.lateral("reopened")
    profiles = select(ToldProfile).where(ToldProfile.complaint_id == Complaint.id, ToldProfile.at < end)
    told = profiles.order_by(ToldProfile.at.desc(), ToldProfile.id.desc()).limit(1).lateral("told")
    open_again = or_(newest.c.at.is_(None), reopened.c.at > newest.c.at)
    overdue = case((Complaint.first_due_on >= last, "running"), else_="overdue")
    decided_on = cast(func.timezone(TIRANA.key, oldest.c.at), Date)
    decided = case((decided_on <= Complaint.first_due_on, "in_term"), else_="late")
    each = (
        select(
            Complaint.channel,
            Complaint.regional_office,
            case((open_again, UNDECIDED), else_=newest.c.outcome).label("outcome"),
            case((open_again, None), else_=newest.c.ground).label("ground"),
            case((oldest.c.at.is_(None), overdue), else_=decided).label("timeliness"),
            (Complaint.submitter_role == "child").label("by_child"),
            *(func.coalesce(told.c[member], NOT_SAID).label(member) for member in MEMBERS),
        )
        .select_from(Complaint)
        .where(Complaint.received_at >= begin, Complaint.received_at < end, walls.open_to(reader))
    )
    for beside in (newest, oldest, reopened, told):
        each = each.outerjoin(beside, true())
    counted = each.subquery()
    return select(*counted.c, func.count().label("n")).group_by(*counted.c)
