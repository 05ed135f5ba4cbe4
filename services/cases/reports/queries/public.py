"""Reports as anybody reads them: those that were published, in the files that were made when they were approved."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.cases.reports.clients.files import BOTH, MEDIA, name_of
from services.cases.reports.domain import content as said
from services.cases.reports.domain.life import State
from services.cases.reports.lists import PublicReportListing
from services.cases.reports.models import Report, ReportFile
from services.cases.reports.queries import reports
from services.cases.reports.schemas import PublicFile, PublicReport
from shared.documents import Documents
from shared.lists import Reading, page_of
from shared.numbers import is_valid
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled


@dataclass(frozen=True)
class PublicView:
    """One published report, and what it says as it was approved."""

    answer: PublicReport
    content: said.Content


def published(session: Session, cursors: Cursors, asked: PublicReportListing, reading: Reading) -> Page[PublicReport]:
    """One page of what was published, the newest first."""
    order = [Report.published_at, Report.id]
    page = page_of(session, cursors, select(Report).where(_shown()), asked, reading, order, descending=True)
    return Page([_answer(session, one) for one in page.items], page.next)


def find(session: Session, number: str) -> Report:
    """Raises `NotFound` for one that is not published, as for none."""
    wanted = select(Report).where(Report.number == number, _shown())
    report = session.execute(wanted).scalar_one_or_none() if is_valid(number) else None
    if report is None:
        raise NotFound
    return report


def withdrawn(session: Session, number: str) -> datetime | None:
    """Since when a report that was published is read by nobody any more; none for any other number."""
    of = (Report.number == number, Report.state == State.WITHDRAWN.value)
    return session.execute(select(Report.withdrawn_at).where(*of)).scalar() if is_valid(number) else None


def read(session: Session, documents: Documents, number: str) -> PublicView:
    """Out of the file that was made when it was approved, so that nothing entered since is in it."""
    report = find(session, number)
    kept = reports.file_of(session, report, BOTH, "json")
    return PublicView(_answer(session, report), said.read(json.loads(documents.get(kept.document))))


def file(session: Session, number: str, language: str, form: str) -> tuple[ReportFile, str]:
    """One file of it and its name. Raises `NotFound`."""
    report = find(session, number)
    return reports.file_of(session, report, language, form), name_of(report.number, language, form)


def _shown() -> ColumnElement[bool]:
    return Report.state == State.PUBLISHED.value


def _answer(session: Session, report: Report) -> PublicReport:
    line = reports.line(report)
    return filled(
        PublicReport,
        line,
        published_at=report.published_at,
        digest=report.digest,
        files=tuple(filled(PublicFile, one, media_type=MEDIA[one.form]) for one in reports.files_of(session, report)),
    )
