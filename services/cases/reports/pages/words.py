"""Reports in words: rows of a list, facts of one, and what a freezing changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from services.cases import words
from services.cases.reports.clients import said
from services.cases.reports.clients.files import BOTH
from services.cases.reports.queries.reports import ReportView
from services.cases.reports.schemas import ChangedFigure, FreezeAnswer, ReportLineAnswer
from services.cases.reports.words import KINDS, STATES
from shared.pages.languages import LANGUAGES, date_words
from shared.words import language

FORMS = ("pdf", "html", "csv", "json")
LANGUAGE_ORDER = ("sq", "en", BOTH)


@dataclass(frozen=True)
class ReportRow:
    number: str
    title: str
    href: str
    kind: str
    period: str
    state: str
    state_label: str


def row(line: ReportLineAnswer) -> ReportRow:
    return ReportRow(
        number=line.number,
        title=title(line),
        href=url_for("report_desk.report", report_id=line.id),
        kind=words.label(KINDS, line.kind),
        period=f"{date_words(line.first)} – {date_words(line.last)}",
        state=line.state,
        state_label=words.label(STATES, line.state),
    )


def title(line: ReportLineAnswer) -> str:
    return line.title_en if language() == "en" else line.title_sq


def facts(view: ReportView) -> list[dict[str, str]]:
    report = view.report
    told = [
        (_("Periudha"), row(view.line).period),
        (_("Modeli"), _("versioni %(number)s", number=report.template_version)),
        (_("E filloi"), view.names.get(report.made_by, "–")),
    ]
    if report.approved_by:
        told.append((_("E miratoi"), view.names.get(report.approved_by, "–")))
    if report.withdrawn_at and report.reason:
        told += [(_("U tërhoq më"), date_words(report.withdrawn_at)), (_("Pse u tërhoq"), report.reason)]
    if view.digest:
        told.append((_("SHA-256 e të dhënave"), view.digest))
    return [{"key": key, "value": value} for key, value in told]


@dataclass(frozen=True)
class Freezing:
    """One freezing; `changed`: name, before, now of each figure that it tells otherwise."""

    name: str
    changed: list[list[str]]
    is_first: bool


def freezing(one: FreezeAnswer) -> Freezing:
    name = _(
        "Ngrirja %(number)s: gjendja në fund të ditës %(on)s, siç dihej më %(known)s",
        number=one.edition,
        on=date_words(one.on),
        known=date_words(one.known),
    )
    return Freezing(name, [_changed(figure) for figure in one.changed], one.edition == 1)


def _changed(one: ChangedFigure) -> list[str]:
    name = one.name_en if language() == "en" else one.name_sq
    return [
        f"{name} ({one.name})",
        _counted(one.numerator_before, one.denominator_before),
        _counted(one.numerator, one.denominator),
    ]


def _counted(numerator: int | None, denominator: int | None) -> str:
    tongue = language()
    if numerator is None:
        return "–"
    return _("%(part)s nga %(whole)s", part=said.number(numerator, tongue), whole=said.number(denominator, tongue))


def file_name(tongue: str, form: str) -> str:
    """A file as a link says it: its form and its language."""
    named = _("të dyja gjuhët") if tongue == BOTH else LANGUAGES[tongue]
    return f"{form.upper()}, {named}"


def in_order(made: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Files by language and form: what is read first; data last."""
    return sorted(made, key=lambda one: (FORMS.index(one[1]), LANGUAGE_ORDER.index(one[0])))


def step_address(report_id: UUID, step: str) -> str:
    return url_for(f"report_steps.{step}", report_id=report_id)
