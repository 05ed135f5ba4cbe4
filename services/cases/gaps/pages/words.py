"""Gaps in words: rows of tables, facts of one, and what its closed words are called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from services.cases import words
from services.cases.data import acts as act_data
from services.cases.data import articles
from services.cases.domain.obligations import Assessed
from services.cases.gaps import data
from services.cases.gaps.queries.gaps import LinkedAct
from services.cases.gaps.schemas.gaps import BehindAnswer, ClusterAnswer, GapLineAnswer, GapOutcomeAnswer
from services.cases.gaps.schemas.stages import PublicStage, StageAnswer
from services.cases.gaps.words import GAP_STATUSES, KINDS
from services.cases.models import Obligation
from services.cases.pages.acting import today
from services.cases.pages.case_rows import case_state, kind_name
from services.cases.queries.acts import ObligationView
from shared.pages.forms import SelectChoice
from shared.pages.languages import date_words
from shared.words import language


def kinds() -> list[SelectChoice]:
    return [SelectChoice(key, name) for key, name in KINDS.items()]


def outcomes(kind: str) -> list[SelectChoice]:
    """Those that a gap of this kind may have."""
    fitting = data.gap_kind_on(kind, today()).outcomes
    names = words.names_of(data.gap_outcome_names())
    return [SelectChoice(key, name) for key, name in names.items() if key in fitting]


def stages(kind: str) -> list[SelectChoice]:
    """Those that a proposal about a gap of this kind may go through."""
    fitting = data.gap_kind_on(kind, today()).stages
    names = words.names_of(data.gap_stage_names())
    return [SelectChoice(key, name) for key, name in names.items() if key in fitting]


def recorded(stages: Iterable[StageAnswer]) -> list[SelectChoice]:
    """Those that may be corrected; before them, that none is."""
    new = SelectChoice("", _("Asnjë, kjo është fazë e re"))
    return [new, *(SelectChoice(str(one.id), stage_row(one).text) for one in stages if one.stands)]


def article_names() -> dict[str, str]:
    return {code: words.of_pair(entry, "name", language()) for code, entry in articles().items()}


@dataclass(frozen=True)
class GapRow:
    number: str
    href: str
    title: str
    kind: str
    clusters: str
    status: str
    status_label: str


def row(line: GapLineAnswer, href: str = "") -> GapRow:
    """A row of the list."""
    return GapRow(
        number=line.number,
        href=href,
        title=line.title,
        kind=str(KINDS[line.kind]),
        clusters=cluster_text(line.clusters),
        status=line.status,
        status_label=words.label(GAP_STATUSES, line.status),
    )


def facts(line: GapLineAnswer) -> list[dict[str, str]]:
    """What one gap is, for `p.summary_list`."""
    entries = [
        (_("Lloji"), str(KINDS[line.kind])),
        (_("Dispozita ose praktika"), line.provision),
        (_("Nenet e Konventës"), _rights(line.rights)),
        (_("Grupet e Konventës"), cluster_text(line.clusters)),
    ]
    if line.outcome is not None:
        entries.append((_("Përfundimi"), outcome_text(line.outcome)))
    return [{"key": key, "value": value} for key, value in entries]


def outcome_text(outcome: GapOutcomeAnswer) -> str:
    name = words.of_pair(data.gap_outcome_names()[outcome.outcome], "name", language())
    return _("%(name)s, %(day)s (%(source)s)", name=name, day=date_words(outcome.on), source=outcome.source)


@dataclass(frozen=True)
class StageRow:
    """One stage; `day`: its day or days; `stands`: no other stands in its place."""

    day: str
    text: str
    source: str
    stands: bool


def stage_row(stage: PublicStage, *, stands: bool = True) -> StageRow:
    """A line of what a proposal went through."""
    name = words.of_pair(data.gap_stage_names()[stage.stage], "name", language())
    day = date_words(stage.on)
    if stage.until is not None:
        day = _("%(first)s deri më %(last)s", first=day, last=date_words(stage.until))
    text = _("%(name)s, nr. %(number)s", name=name, number=stage.number) if stage.number else name
    return StageRow(day, text, stage.source, stands)


def cluster_text(clusters: Iterable[ClusterAnswer]) -> str:
    return "; ".join(f"{one.number}. {one.name(language())}" for one in clusters) or "–"


@dataclass(frozen=True)
class CaseLink:
    id: UUID
    number: str
    status: str
    status_label: str


def case_link(case: BehindAnswer) -> CaseLink:
    """A case behind a gap or a pattern."""
    return CaseLink(case.id, case.number, case.status, case_state(case.status, monitoring=case.monitoring))


@dataclass(frozen=True)
class AnswerRow:
    """What one body said of an act; `outcome`: how it decided, or what the office found of what it did."""

    institution: str
    reply: str
    reply_label: str
    answered_on: date | None
    outcome: str


@dataclass(frozen=True)
class ProposedAct:
    """An act that came of a gap, with what its addressees answered."""

    title: str
    href: str
    kind: str
    status: str
    status_label: str
    issued_on: date | None
    answers: Sequence[AnswerRow]


def act(linked: LinkedAct, *, public: bool) -> ProposedAct:
    linked_act = linked.act
    if public:
        href = url_for("register_pages.public_recommendation", number=linked_act.number)
    else:
        href = url_for("recommendations_pages.recommendation", act_id=linked_act.id)
    return ProposedAct(
        title=linked_act.number or linked_act.title,
        href=href,
        kind=kind_name(linked_act.kind),
        status=linked_act.status,
        status_label=words.label(words.ACT_STATUSES, linked_act.status),
        issued_on=linked_act.issued_on,
        answers=[_answer(view, linked.answered_on.get(view.obligation.id)) for view in linked.obligations],
    )


def _answer(view: ObligationView, answered_on: date | None) -> AnswerRow:
    obligation = view.obligation
    return AnswerRow(
        institution=view.institution.name(language()) if view.institution else "–",
        reply=obligation.reply,
        reply_label=words.label(words.REPLIES, obligation.reply),
        answered_on=answered_on,
        outcome=_outcome(obligation),
    )


def _outcome(obligation: Obligation) -> str:
    """How the addressee decided, or what the office found of what it did."""
    if obligation.outcome is not None:
        return words.of_pair(act_data.outcome_entry(obligation.outcome), "name", language())
    not_yet = obligation.assessed == Assessed.NOT_ASSESSED
    return "–" if not_yet else words.label(words.ASSESSMENTS, obligation.assessed)


def _rights(codes: Iterable[str]) -> str:
    names = article_names()
    return "; ".join(f"{code} {names.get(code, '')}".strip() for code in codes)
