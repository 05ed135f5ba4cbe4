"""Visits in words: rows of the plan, facts of one, and a question as it is asked."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.data import articles
from services.cases.data.acts import outcome_entry, reply_form_entry
from services.cases.pages.acting import today
from services.cases.queries import people
from services.cases.visits import data
from services.cases.visits.domain.answers import FindingProposed
from services.cases.visits.domain.checklists import Question
from services.cases.visits.queries.visibility import VISITING
from services.cases.visits.queries.visits import VisitView
from services.cases.visits.schemas.copies import BroughtAnswer, CopyAnswer
from services.cases.visits.schemas.visits import CorrectionAnswer, GivenAnswer, VisitLineAnswer, VisitorAnswer
from services.cases.visits.words import (
    ANNOUNCED,
    BASES,
    KINDS,
    OUTCOMES,
    STATES,
    TRENDS,
    VALUES,
    AskedQuestion,
    asked,
    checklist_name,
    sources,
)
from shared.pages.languages import date_words, datetime_words
from shared.principal import Principal
from shared.words import language


@dataclass(frozen=True)
class VisitRow:
    name: str
    href: str
    body: str
    kind: str
    planned_on: str
    lead: str
    progress: str
    state: str
    state_label: str


def row(line: VisitLineAnswer) -> VisitRow:
    """A row of the plan. Before it begins a visit has no number: its day leads to it."""
    planned = date_words(line.planned_on)
    return VisitRow(
        name=line.number or planned,
        href=url_for("visit_pages.visit", visit_id=line.id),
        body=line.institution.name(language()),
        kind=_("%(kind)s, pa njoftim", kind=KINDS[line.kind]) if not line.announced else str(KINDS[line.kind]),
        planned_on=planned,
        lead=line.lead.name,
        progress=progress(line.answered, line.asked) if line.asked else "–",
        state=line.state,
        state_label=words.label(STATES, line.state),
    )


def progress(answered: int, asked: int) -> str:
    return _("%(answered)s nga %(asked)s", answered=answered, asked=asked)


def section_href(visit_id: UUID, key: str) -> str:
    """At its questions: without a script the menu of a phone is open, and would be passed by again on every section."""
    return url_for("visit_filling.section", visit_id=visit_id, section=key, _anchor="main-content")


def facts(view: VisitView) -> list[dict[str, str]]:
    """What one visit is, for `p.summary_list`."""
    line = view.line
    entries = [
        (_("Institucioni"), line.institution.name(language())),
        (_("Lloji"), words.label(KINDS, line.kind)),
        (_("Njoftimi"), words.label(ANNOUNCED, "yes" if line.announced else "no")),
        (_("Baza ligjore"), words.label(BASES, view.visit.basis)),
        (_("Dita e planifikuar"), date_words(line.planned_on)),
        (_("Kush e drejton"), line.lead.name),
        (_("Kush merr pjesë"), ", ".join(one.name for one in view.team)),
    ]
    if view.compared:
        shown = (f"{words.label(TRENDS, trend)}: {count}" for trend, count in view.compared.items())
        entries.append((_("Krahasuar me vizitën e mëparshme"), "; ".join(shown)))
    if view.checklist is not None:
        entries.append((_("Lista e pyetjeve"), checklist_name(view.checklist)))
    if view.reason is not None:
        entries.append((_("Pse u anulua"), view.reason))
    return [{"key": key, "value": value} for key, value in entries]


def visitors(session: Session) -> list[VisitorAnswer]:
    """Who may make a visit, by name."""
    members = people.members(session)
    return [VisitorAnswer(id=one.id, name=one.name) for one in members if VISITING & set(one.roles)]


@dataclass(frozen=True)
class AnswerRow:
    """An answer as it is read. `by`: a name; `who`: who answered, on a copy or here, with who brought or wrote it."""

    question: str
    value: str
    value_label: str
    number: int | None
    sources: str
    note: str
    by: str
    who: str
    at: str
    trend: str | None


def answered(question: Question, one: GivenAnswer) -> AnswerRow:
    return AnswerRow(
        question=question.text.of(language()),
        value=one.value,
        value_label=words.label(VALUES, one.value),
        number=one.number,
        sources=sources(one.sources),
        note=one.note,
        by=one.by.name,
        who=_who(one.by, one.answered_by),
        at=datetime_words(one.at),
        trend=words.label(TRENDS, one.trend) if one.trend else None,
    )


def _who(by: VisitorAnswer, answered_by: VisitorAnswer | None) -> str:
    if answered_by is None:
        return by.name
    if answered_by.id == by.id:
        return _("%(name)s, në kopje", name=by.name)
    return _("%(name)s, në kopje; e shënoi te vizita %(by)s", name=answered_by.name, by=by.name)


def earlier(view: VisitView, question: Question) -> list[AnswerRow]:
    """What stood before what stands, the latest first."""
    return [answered(question, one) for one in view.earlier if one.question == question.key]


@dataclass(frozen=True)
class ProposedRow:
    """A finding as it is proposed, with the item of each of its questions."""

    right: str
    name: str
    questions: list[tuple[AskedQuestion, str, str, int]]


def proposed(one: FindingProposed) -> ProposedRow:
    """`questions`: each with its item, what would show it, and within how many days."""
    return ProposedRow(
        right=one.right,
        name=words.of_pair(articles()[one.right], "name", language()),
        questions=[
            (asked(question), question.item.of(language()), data.evidence(question, language()), question.days)
            for question in one.questions
        ],
    )


@dataclass(frozen=True)
class CorrectionRow:
    """A draft finding: the question, how it stood when it was sent and how it stands now; `said`, `answered`: words of body and office."""

    question: str
    text: str
    sent: str
    now: str
    position: str | None
    words: str
    files: int
    outcome: str | None
    answer: str
    waits: bool


def correction(view: VisitView, one: CorrectionAnswer) -> CorrectionRow:
    questions, stands = view.checklist.questions if view.checklist else {}, view.latest.get(one.question)
    return CorrectionRow(
        question=one.question,
        text=questions[one.question].text.of(language()),
        sent=words.label(VALUES, one.sent_value),
        now=words.label(VALUES, stands.value) if stands else "",
        position=_said(one.position),
        words=one.words,
        files=one.files,
        outcome=words.of_pair(outcome_entry(one.outcome), "name", language()) if one.outcome else None,
        answer=one.answer,
        waits=one.waits,
    )


def _said(position: str | None) -> str | None:
    """As the office notes it."""
    form = reply_form_entry("corrections", today())
    named = {one["position"]: one[f"said_{language()}"] for one in form["positions"]}
    return str(named.get(position, position)) if position else None


@dataclass(frozen=True)
class CopyRow:
    """A copy that was taken along; `href`: of its file, for who took it."""

    at: str
    by: str
    checklist: str
    href: str | None


def copy(visit_id: UUID, one: CopyAnswer, reader: Principal) -> CopyRow:
    own = one.by.id == reader.person
    return CopyRow(
        at=datetime_words(one.at),
        by=one.by.name,
        checklist=checklist_name(data.checklist_of(one.checklist, one.checklist_version)),
        href=url_for("visit_copies.visit_copy", visit_id=visit_id, copy_id=one.id) if own else None,
    )


@dataclass(frozen=True)
class BroughtRow:
    """An answer that was brought, beside the one that stands and those before it. `copied`: the question as the copy asked it; `emptied`: the
    copy took its words away; `version`: of the one that stands, 0 for none.
    """

    id: UUID
    question: str
    copied: str
    brought: AnswerRow
    emptied: bool
    device_at: str
    outcome: str
    stands: AnswerRow | None
    earlier: list[AnswerRow]
    version: int
    waits: bool
    chosen: bool | None


def brought(view: VisitView, one: BroughtAnswer) -> BroughtRow:
    questions = view.checklist.questions if view.checklist else {}
    question = questions.get(one.question)
    copied = data.checklist_of(one.checklist, one.checklist_version).questions[one.question].text.of(language())
    return BroughtRow(
        id=one.id,
        question=question.text.of(language()) if question else copied,
        copied=copied,
        brought=AnswerRow(
            question=one.question,
            value=one.value,
            value_label=words.label(VALUES, one.value),
            number=one.number,
            sources=sources(one.sources),
            note=one.note or "",
            by=one.by.name,
            who=_brought_by(one),
            at=datetime_words(one.at),
            trend=None,
        ),
        emptied=one.note == "",
        device_at=datetime_words(one.device_at),
        outcome=words.label(OUTCOMES, one.outcome),
        stands=answered(question, one.stands) if question and one.stands else None,
        earlier=earlier(view, question) if question else [],
        version=one.stands.version if one.stands else 0,
        waits=one.waits,
        chosen=one.chosen,
    )


def _brought_by(one: BroughtAnswer) -> str:
    if one.answered_by.id == one.by.id:
        return _("%(name)s, në kopje", name=one.by.name)
    return _("%(name)s, në kopje; e solli %(by)s", name=one.answered_by.name, by=one.by.name)
