"""What a report says, out of its words and its frozen rows."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data as core
from services.cases.register.domain.two_times import Asked
from services.cases.register.queries.compliance import method_entry
from services.cases.reports import data
from services.cases.reports.domain.content import Both, Chapter, Content, Method, Row, Table
from services.cases.reports.domain.templates import Kind, Template
from services.cases.reports.models import Report, ReportFigure, ReportFreeze, ReportText
from services.cases.reports.queries.figures import Question, Taken, scope_by_method


def kind_of(report: Report) -> Kind:
    return next(one for one in data.kinds() if one.key == report.kind)


def template_of(report: Report) -> Template:
    return data.template_of(report.kind, report.template_version)


def queries_of(template: Template) -> list[str]:
    """Those of its chapters, in their order."""
    return [query for key in template.chapters for query in data.chapters()[key].queries]


def question_of(report: Report, asked: Asked) -> Question:
    return Question(report.first, report.last, asked, report.county)


def words_of(session: Session, report: Report) -> dict[str, Both]:
    """By chapter; what nobody wrote anew is what it began with."""
    rows = session.execute(select(ReportText).where(ReportText.report_id == report.id)).scalars()
    written = {row.chapter: Both(row.words_sq, row.words_en) for row in rows}
    return {key: written.get(key, data.chapters()[key].start) for key in template_of(report).chapters}


def freeze_of(session: Session, report: Report, edition: int | None = None) -> ReportFreeze | None:
    """That one, or the one that stands; none where nothing was frozen yet."""
    wanted = edition or report.edition
    return session.get(ReportFreeze, (report.id, wanted)) if wanted else None


def figures_of(session: Session, report: Report, edition: int) -> Sequence[ReportFigure]:
    """The rows of one freezing, in their order."""
    rows = select(ReportFigure).where(ReportFigure.report_id == report.id, ReportFigure.edition == edition)
    return session.execute(rows.order_by(ReportFigure.place)).scalars().all()


def frozen(session: Session, report: Report) -> Content | None:
    """The whole report as it stands; none while nothing is frozen."""
    freeze = freeze_of(session, report)
    if freeze is None:
        return None
    rows = figures_of(session, report, freeze.edition)
    taken = [
        Taken(query, version, unit, scope, tuple(_row(one) for one in of_query))
        for (query, version, unit, scope), of_query in groupby(rows, key=_of_query)
    ]
    return whole(report, words_of(session, report), taken, freeze.edition, Asked(freeze.on, freeze.known))


def whole(report: Report, words: dict[str, Both], taken: Iterable[Taken], edition: int, asked: Asked) -> Content:
    """A report of these words and rows."""
    tables = {one.query: _table(one) for one in taken}
    chapters = tuple(_chapter(key, words[key], tables) for key in template_of(report).chapters)
    used = dict.fromkeys(table.method for chapter in chapters for table in chapter.tables)
    return Content(
        number=report.number,
        kind=report.kind,
        kind_name=kind_of(report).name,
        title=Both(report.title_sq, report.title_en),
        first=report.first,
        last=report.last,
        county=data.counties()[report.county] if report.county else None,
        template_version=report.template_version,
        edition=edition,
        on=asked.on,
        known=asked.known,
        chapters=chapters,
        methods=tuple(_method(key) for key in used),
    )


def in_force(kind: Kind, day: date) -> Template:
    return data.template_on(kind.key, day)


def _of_query(row: ReportFigure) -> tuple[str, int, str, str]:
    return row.query, row.query_version, row.unit, row.scope


def _row(one: ReportFigure) -> Row:
    return Row(one.key, Both(one.name_sq, one.name_en), one.numerator, one.denominator)


def _chapter(key: str, words: Both, tables: dict[str, Table]) -> Chapter:
    card = data.chapters()[key]
    of_chapter = tuple(tables.get(query) or _table(_nothing(query)) for query in card.queries)
    return Chapter(key, card.name, words, card.child, of_chapter)


def _nothing(query: str) -> Taken:
    """What counted nothing has no rows to say by which version."""
    card = data.queries()[query]
    return Taken(query, card.version, card.unit, scope_by_method(card.method), ())


def _table(taken: Taken) -> Table:
    card = data.queries()[taken.query]
    return Table(
        query=taken.query,
        version=taken.version,
        name=card.name,
        unit=data.unit_names()[taken.unit],
        method=card.method,
        scope=taken.scope,
        chart=card.chart,
        rows=taken.rows,
    )


def _method(key: str) -> Method:
    entry = method_entry(key)
    source = core.source(entry["source"])
    return Method(key, Both(entry["name_sq"], entry["name_en"]), str(source["title"]))
