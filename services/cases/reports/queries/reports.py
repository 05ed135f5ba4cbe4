"""Reports as the office has them: the list, and one with all that it says, what became of it, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import Case, TextCheck
from services.cases.queries import checks, people
from services.cases.queries.visibility import LEADING, OFFICERS, visible_cases
from services.cases.reports import data
from services.cases.reports.domain.content import Both, Content, different, digest_of, named
from services.cases.reports.domain.life import State, Step, legal_steps
from services.cases.reports.lists import ReportListing
from services.cases.reports.models import Report, ReportFigure, ReportFile, ReportFreeze
from services.cases.reports.queries import content
from services.cases.reports.schemas import (
    ChangedFigure,
    ChapterAnswer,
    FileAnswer,
    FiledAnswer,
    FreezeAnswer,
    NameAnswer,
    ReportLineAnswer,
    WholeReport,
)
from shared import audit
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.typed import filled

#: Who writes a report, who says that it is the report, and who shows it.
WRITERS = ("case_officer", "approver", "commissioner", "monitor")
APPROVERS = ("approver", "commissioner")
FILERS = ("case_officer", "approver", "commissioner")
PUBLISHERS = ("publisher", "commissioner")
READERS = ("case_officer", "approver", "commissioner", "monitor", "publisher", "auditor")
_STEPS_OF = {
    Step.APPROVE: frozenset(APPROVERS),
    Step.FILE: frozenset(FILERS),
    Step.PUBLISH: frozenset(PUBLISHERS),
    Step.WITHDRAW: frozenset(PUBLISHERS),
}


@dataclass(frozen=True)
class ReportView:
    """One report. `content`: none while nothing is frozen; `words`: of each chapter; `filed`: the act, for who may see its case."""

    report: Report
    line: ReportLineAnswer
    words: dict[str, Both]
    content: Content | None
    freezes: Sequence[FreezeAnswer]
    files: Sequence[ReportFile]
    check: TextCheck | None
    steps: tuple[str, ...]
    own: bool
    filed: FiledAnswer | None
    names: dict[UUID, str]

    @property
    def digest(self) -> str | None:
        return digest_of(self.content) if self.content else None


def reports(session: Session, cursors: Cursors, asked: ReportListing, reading: Reading) -> Page[ReportLineAnswer]:
    """One page of all reports, the newest first."""
    page = page_of(session, cursors, select(Report), asked, reading, [Report.made_at, Report.id], descending=True)
    return Page([line(one) for one in page.items], page.next)


def read(session: Session, report_id: UUID, by: Principal) -> ReportView:
    """One report with everything. The reading is noted. Raises `NotFound`."""
    report = find(session, report_id)
    audit.record(session, by, "report.read", "report", report.id)
    return ReportView(
        report=report,
        line=line(report),
        words=content.words_of(session, report),
        content=content.frozen(session, report),
        freezes=_freezes(session, report),
        files=files_of(session, report),
        check=checks.current(session, report.id, report.digest, ()) if report.digest else None,
        steps=_steps(report, by),
        own=str(by.id) in report.hands,
        filed=_filed(session, report, by),
        names=people.names(session, [report.made_by, *([report.approved_by] if report.approved_by else [])]),
    )


def find(session: Session, report_id: UUID, *, lock: bool = False) -> Report:
    """Raises `NotFound`."""
    report = session.get(Report, report_id, with_for_update=lock, populate_existing=lock)
    if report is None:
        raise NotFound
    return report


def whole(session: Session, report: Report) -> Content:
    """All that it says. Raises `RuleViolation` while nothing is frozen."""
    said = content.frozen(session, report)
    if said is None:
        raise RuleViolation("its figures are not frozen", code="report.not_frozen")
    return said


def line(report: Report) -> ReportLineAnswer:
    kind = content.kind_of(report)
    return filled(ReportLineAnswer, report, kind_name_sq=kind.name.sq, kind_name_en=kind.name.en)


def answer(view: ReportView) -> WholeReport:
    """The report as the API gives it."""
    chapters = content.template_of(view.report).chapters
    return filled(
        WholeReport,
        view.report,
        report=view.line,
        hands=tuple(view.report.hands),
        digest=view.digest,
        chapters=tuple(
            ChapterAnswer(
                key=key,
                name_sq=data.chapters()[key].name.sq,
                name_en=data.chapters()[key].name.en,
                words_sq=view.words[key].sq,
                words_en=view.words[key].en,
                figures=tuple(
                    NameAnswer(name=named(table.query, row.key), numerator=row.numerator, denominator=row.denominator)
                    for chapter in (view.content.chapters if view.content else ())
                    if chapter.key == key
                    for table in chapter.tables
                    for row in table.rows
                ),
            )
            for key in chapters
        ),
        freezes=tuple(view.freezes),
        files=tuple(filled(FileAnswer, one) for one in view.files),
        names_check=checks.answer_of(view.check),
        steps=view.steps,
        filed=view.filed,
    )


def files_of(session: Session, report: Report) -> Sequence[ReportFile]:
    """Those of what was approved."""
    made = select(ReportFile).where(ReportFile.report_id == report.id, ReportFile.made_of == report.digest)
    return session.execute(made.order_by(ReportFile.language, ReportFile.form)).scalars().all()


def file_of(session: Session, report: Report, language: str, form: str) -> ReportFile:
    """One of the files of what was approved. Raises `NotFound`."""
    found = session.get(ReportFile, (report.id, report.digest or "", language, form))
    if found is None:
        raise NotFound
    return found


def _freezes(session: Session, report: Report) -> list[FreezeAnswer]:
    """Each with what it tells otherwise than the one before."""
    rows = select(ReportFreeze).where(ReportFreeze.report_id == report.id).order_by(ReportFreeze.edition)
    found: list[FreezeAnswer] = []
    before: Sequence[ReportFigure] = ()
    for one in session.execute(rows).scalars():
        now = content.figures_of(session, report, one.edition)
        found.append(filled(FreezeAnswer, one, changed=_changed(before, now) if found else ()))
        before = now
    return found


def _changed(before: Sequence[ReportFigure], now: Sequence[ReportFigure]) -> tuple[ChangedFigure, ...]:
    was, new = ({_name(one): one for one in rows} for rows in (before, now))
    return tuple(
        ChangedFigure(
            name=name,
            name_sq=(new.get(name) or was[name]).name_sq,
            name_en=(new.get(name) or was[name]).name_en,
            numerator_before=_counts(was.get(name))[0],
            denominator_before=_counts(was.get(name))[1],
            numerator=_counts(new.get(name))[0],
            denominator=_counts(new.get(name))[1],
        )
        for name in different(*([(_name(one), *_counts(one)) for one in rows] for rows in (before, now)))
    )


def _name(one: ReportFigure) -> str:
    return named(one.query, one.key)


def _counts(one: ReportFigure | None) -> tuple[int | None, int | None]:
    return (one.numerator, one.denominator) if one else (None, None)


def _steps(report: Report, by: Principal) -> tuple[str, ...]:
    """What the reader may do with it now."""
    steps = legal_steps(State(report.state), is_filed=content.kind_of(report).is_filed)
    return tuple(one.value for one in steps if by.roles & _STEPS_OF.get(one, frozenset(WRITERS)))


def _filed(session: Session, report: Report, by: Principal) -> FiledAnswer | None:
    if report.case_id is None or report.act_id is None or not by.roles & (OFFICERS | LEADING):
        return None
    seen = select(Case.number).where(Case.id == report.case_id, visible_cases(by))
    number = session.execute(seen).scalar_one_or_none()
    return FiledAnswer(case_id=report.case_id, case_number=number, act_id=report.act_id) if number else None
