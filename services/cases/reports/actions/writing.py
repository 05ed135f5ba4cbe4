"""Beginning a report, writing its chapters, freezing its figures, and taking it up again."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from services.cases.actions.numbering import next_reference
from services.cases.domain.timeliness import local_date
from services.cases.reports import data
from services.cases.reports.domain import life
from services.cases.reports.domain.life import State, Step
from services.cases.reports.models import Report, ReportFigure, ReportFreeze, ReportText
from services.cases.reports.queries import content, figures
from services.cases.reports.queries.reports import find
from services.cases.reports.schemas import FreezeBody, NewReportBody, WordsBody
from shared import audit
from shared.principal import Principal
from shared.rules import NotFound

#: Given the version of the report, raises if it is not the one that the caller saw.
Check = Callable[[int], None]


def begin(by: Principal, session: Session, wanted: NewReportBody, *, now: datetime) -> Report:
    """A draft, on the template that is in force. Raises `ContentViolation` at its field."""
    today = local_date(now)
    kind = data.kind_of(wanted.kind, today)
    life.check_period(wanted.first, wanted.last, today, whole_years=kind.whole_years)
    life.check_county(wanted.county, data.counties(), wanted=kind.county)
    report = Report(
        number=next_reference(session, data.number_prefix(), today.year),
        state=State.DRAFT.value,
        kind=kind.key,
        template_version=data.template_on(kind.key, today).version,
        title_sq=wanted.title_sq,
        title_en=wanted.title_en,
        first=wanted.first,
        last=wanted.last,
        county=wanted.county,
        hands=[str(by.person)],
        made_at=now,
        made_by=by.person,
    )
    session.add(report)
    session.flush()
    audit.record(session, by, "report.begun", "report", report.id, kind=report.kind)
    return report


def write(by: Principal, session: Session, report_id: UUID, wanted: WordsBody, check: Check) -> Report:
    """The words of one chapter in both languages, in the place of what stood there. Raises `RuleViolation` unless it is a draft."""
    report = find(session, report_id, lock=True)
    check(report.version)
    take(report, Step.WRITE)
    if wanted.chapter not in content.template_of(report).chapters:
        raise NotFound
    stood = session.get(ReportText, (report.id, wanted.chapter))
    if stood is None:
        stood = ReportText(report_id=report.id, chapter=wanted.chapter)
        session.add(stood)
    stood.words_sq, stood.words_en = wanted.words_sq, wanted.words_en
    _touch(by, report)
    audit.record(session, by, "report.written", "report", report.id)
    session.flush()
    return report


def freeze(
    by: Principal, session: Session, report_id: UUID, wanted: FreezeBody, check: Check, *, now: datetime
) -> Report:
    """Take the figures as they stood on a day, as known on another, and keep them; what was frozen before stays.

    Raises `ContentViolation` for days of which the public is told nothing.
    """
    report, today = find(session, report_id, lock=True), local_date(now)
    check(report.version)
    take(report, Step.FREEZE)
    asked = figures.settled(wanted.on, wanted.known, today)
    queries = content.queries_of(content.template_of(report))
    taken = figures.take(session, content.question_of(report, asked), queries, today)
    edition = (report.edition or 0) + 1
    session.add(
        ReportFreeze(report_id=report.id, edition=edition, on=asked.on, known=asked.known, at=now, by=by.person)
    )
    session.flush()
    rows = [(one, row) for one in taken for row in one.rows]
    session.add_all(
        ReportFigure(
            report_id=report.id,
            edition=edition,
            place=place,
            query=one.query,
            query_version=one.version,
            key=row.key,
            name_sq=row.name.sq,
            name_en=row.name.en,
            unit=one.unit,
            scope=one.scope,
            numerator=row.numerator,
            denominator=row.denominator,
        )
        for place, (one, row) in enumerate(rows)
    )
    report.edition = edition
    _touch(by, report)
    audit.record(session, by, "report.frozen", "report", report.id, version=edition, on=asked.on.isoformat())
    session.flush()
    return report


def rework(by: Principal, session: Session, report_id: UUID, check: Check) -> Report:
    """A draft again: what was approved was another report. Its frozen figures stay, and can be frozen anew."""
    report = find(session, report_id, lock=True)
    check(report.version)
    take(report, Step.REWORK)
    report.digest = report.approved_at = report.approved_by = None
    audit.record(session, by, "report.reworked", "report", report.id)
    session.flush()
    return report


def take(report: Report, step: Step) -> None:
    """A step of others: its state once the step is taken, or the refusal of it."""
    report.state = life.after(State(report.state), step, is_filed=content.kind_of(report).is_filed).value


def _touch(by: Principal, report: Report) -> None:
    # A copy: a list that is changed in its place is no change to whoever writes the row.
    report.hands = [*dict.fromkeys([*report.hands, str(by.person)])]
    report.digest = None
    # Its words and rows stand in other tables, and are a part of it to whoever reads it.
    flag_modified(report, "hands")
