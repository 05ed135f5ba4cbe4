"""Reports by command: the files of one out of the figures that anybody is shown, and those of an approved one made again."""

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from services.cases.domain.timeliness import local_date
from services.cases.reports import data
from services.cases.reports.clients import files
from services.cases.reports.domain import content as said
from services.cases.reports.domain.content import Both, Content
from services.cases.reports.models import Report
from services.cases.reports.queries import content, figures, public, reports
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import NotFound, RuleViolation

_DAY = click.DateTime(["%Y-%m-%d"])
_FOLDER = click.Path(file_okay=False, path_type=Path)
#: In the place of a number, which a report gets when it is begun by somebody of the office.
UNNUMBERED = "P-0000-00000-0"

report_group = AppGroup("report", help="Reports of the office.")


@report_group.command("make")
@click.argument("year", type=click.IntRange(1999, 2999))
@click.option("--known", type=_DAY, help="As known on which day; the end of the last month if not given.")
@click.option("--to", "folder", type=_FOLDER, required=True, help="Where the files go.")
def make(year: int, known: datetime | None, folder: Path) -> None:
    """All files of the annual report of a year as it stood on 31 December, with the words with which its chapters begin. Nothing is kept."""
    try:
        _write(_annual(year, known.date() if known else None), folder, draft=True)
    except RuleViolation as error:
        raise click.ClickException(f"{error.code}: {error}") from error


@report_group.command("again")
@click.argument("number")
@click.option("--to", "folder", type=_FOLDER, required=True, help="Where the files go.")
def again(number: str, folder: Path) -> None:
    """The files of a published report, made again out of what was approved; ends with 1 if one has other bytes than it had then."""
    here = platform()
    try:
        with here.database.reading() as session:
            report = public.find(session, number)
            kept = {(one.language, one.form): one.sha256 for one in reports.files_of(session, report)}
            document = reports.file_of(session, report, files.BOTH, "json").document
    except NotFound as error:
        raise click.ClickException("no published report has this number") from error
    made = _write(said.read(json.loads(here.documents.get(document))), folder, draft=False)
    if made != kept:
        click.echo("other bytes than were approved", err=True)
        sys.exit(1)


def _annual(year: int, known: date | None) -> Content:
    today, end = local_date(utc_now()), date(year, 12, 31)
    kind = data.kind_of("annual", today)
    template = data.template_on(kind.key, today)
    report = Report(
        number=UNNUMBERED,
        kind=kind.key,
        template_version=template.version,
        title_sq=f"{kind.name.sq} {year}",
        title_en=f"{kind.name.en} {year}",
        first=date(year, 1, 1),
        last=end,
    )
    words: dict[str, Both] = {key: data.chapters()[key].start for key in template.chapters}
    asked = figures.settled(end, known, today)
    with platform().database.reading() as session:
        taken = figures.take(session, content.question_of(report, asked), content.queries_of(template), today)
    return content.whole(report, words, taken, 1, asked)


def _write(content: Content, folder: Path, *, draft: bool) -> dict[tuple[str, str], str]:
    """Each file into the folder; its digest is told."""
    folder.mkdir(parents=True, exist_ok=True)
    made = files.make(content, draft=draft)
    for one in made:
        name = files.name_of(content.number, one.language, one.form)
        (folder / name).write_bytes(one.content)
        click.echo(f"{one.sha256}  {name}")
    return {(one.language, one.form): one.sha256 for one in made}
