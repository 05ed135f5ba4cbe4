"""Gaps in words: rows of tables, facts of one, and what its closed words are called."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from services.cases import words
from services.cases.data import acts as act_data
from services.cases.data import articles, taxonomy
from services.cases.domain.obligations import Assessed
from services.cases.gaps import data as practice
from services.cases.gaps.forms import GAP_STATUSES
from services.cases.pages.acting import today
from services.cases.pages.case_rows import kind_name
from shared.pages.forms import SelectChoice
from shared.pages.languages import date_words, language


def named(entries: Mapping[str, Mapping[str, Any]]) -> list[SelectChoice]:
    """The choices of a field, by the entries of a data file."""
    return [SelectChoice(key, words.of_pair(entry, "name", language())) for key, entry in entries.items()]


def kinds() -> list[SelectChoice]:
    return named(practice.gap_kind_names())


def outcomes(kind: str) -> list[SelectChoice]:
    """Those that a gap of this kind may have."""
    fitting = practice.gap_kind_on(kind, today()).outcomes
    return [choice for choice in named(practice.gap_outcome_names()) if choice.value in fitting]


def clusters() -> list[SelectChoice]:
    entries = taxonomy.cluster_names(today())
    return [SelectChoice(key, f"{key}. {words.of_pair(entry, 'name', language())}") for key, entry in entries.items()]


def article_names() -> dict[str, str]:
    return {code: words.of_pair(entry, "name", language()) for code, entry in articles().items()}


def row(line: Any, href: str) -> dict[str, Any]:
    """A row of the list of a `GapLine`."""
    return {
        "number": line.gap.number,
        "href": href,
        "title": line.gap.title,
        "kind": words.of_pair(line.kind, "name", language()),
        "clusters": cluster_text(line.clusters),
        "status": line.status.value,
        "status_label": words.label(GAP_STATUSES, line.status),
    }


def facts(line: Any) -> list[dict[str, str]]:
    """What one gap is, for `p.summary_list`."""
    said = [
        (_("Lloji"), words.of_pair(line.kind, "name", language())),
        (_("Dispozita ose praktika"), line.gap.provision),
        (_("Nenet e Konventës"), _rights(line.gap.rights)),
        (_("Grupet e Konventës"), cluster_text(line.clusters)),
    ]
    if line.outcome is not None:
        said.append((_("Përfundimi"), outcome_text(line.outcome)))
    return [{"key": key, "value": value} for key, value in said]


def outcome_text(outcome: Any) -> str:
    name = words.of_pair(practice.gap_outcome_names()[outcome.outcome], "name", language())
    return _("%(name)s, %(day)s (%(source)s)", name=name, day=date_words(outcome.on), source=outcome.source)


def cluster_text(found: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(f"{one['number']}. {words.of_pair(one, 'name', language())}" for one in found) or "–"


def act(linked: Any, *, public: bool) -> dict[str, Any]:
    """An act that came of a gap, with what its addressees answered."""
    one = linked.act
    if public:
        href = url_for("register_pages.public_recommendation", number=one.number)
    else:
        href = url_for("pages.recommendation", act_id=one.id)
    return {
        "title": one.number or one.title,
        "href": href,
        "kind": kind_name(one.kind),
        "status": one.status,
        "status_label": words.label(words.ACT_STATUSES, one.status),
        "issued_on": one.issued_on,
        "answers": [_answer(view) for view in linked.obligations],
    }


def _answer(view: Any) -> dict[str, Any]:
    name = view.institution.name(language()) if view.institution else "–"
    reply = view.obligation.reply
    return {
        "institution": name,
        "reply": reply,
        "reply_label": words.label(words.REPLIES, reply),
        "answered_on": view.obligation.answered_on,
        "found": _found(view.obligation),
    }


def _found(owed: Any) -> str:
    """How the addressee decided, or what the office found of what it did."""
    if owed.outcome is not None:
        return words.of_pair(act_data.outcome_entry(owed.outcome), "name", language())
    return "–" if owed.assessed == Assessed.NOT_ASSESSED else words.label(words.ASSESSMENTS, owed.assessed)


def _rights(codes: Iterable[str]) -> str:
    names = article_names()
    return "; ".join(f"{code} {names.get(code, '')}".strip() for code in codes)
