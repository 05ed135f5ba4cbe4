"""Checklists: what is asked, by which norm, and what a *not met* proposes. Values read from data."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.cases.domain import entries
from services.cases.domain.both_languages import Words
from services.cases.domain.versions import Versioned

#: What an answer may rest on.
SOURCES = ("child", "staff", "document", "seen")


@dataclass(frozen=True)
class Question:
    """`crc`: paragraphs of the Convention, the first is that of the finding. `norms`: as `AC 57`, by norms.yaml. `item`, `evidence`
    and `days`: what a *not met* proposes, what would show it, and within how many days. `child`: as a child is asked, if one is.
    """

    key: str
    text: Words
    child: Words | None
    critical: bool
    asks_number: bool
    crc: tuple[str, ...]
    norms: tuple[str, ...]
    look: tuple[str, ...]
    item: Words
    evidence: str
    days: int


@dataclass(frozen=True)
class Section:
    key: str
    name: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class Checklist(Versioned):
    """One version; `classes`: of the bodies that it is made for."""

    version: int
    name: Words
    classes: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def questions(self) -> dict[str, Question]:
        return {one.key: one for section in self.sections for one in section.questions}


def read_checklist(entry: Mapping[str, object]) -> Checklist:
    """A version from one entry of a data file; raises ValueError that names the field which is missing or wrong."""
    where = f"checklist {entry.get('key')}"
    found = Checklist(
        key=entries.text(entry, "key", where),
        version=entries.number(entry, "version", where),
        name=_words(entry, "name", where),
        classes=entries.texts(entry, "classes", where),
        sections=tuple(_section(one, where) for one in entries.rows(entry, "sections", where)),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
    )
    keys = [one.key for section in found.sections for one in section.questions]
    if len(keys) != len(set(keys)):
        raise ValueError(f"{where}: a question stands twice")
    return found


def _section(entry: entries.Entry, where: str) -> Section:
    questions = tuple(_question(one) for one in entries.rows(entry, "questions", where))
    return Section(entries.text(entry, "key", where), _words(entry, "name", where), questions)


def _question(entry: entries.Entry) -> Question:
    where = f"question {entry.get('key')}"
    look = entries.texts(entry, "look", where)
    if not look or set(look) - set(SOURCES):
        raise ValueError(f"{where}: look names none or an unknown source")
    return Question(
        key=entries.text(entry, "key", where),
        text=_words(entry, "question", where),
        child=_words(entry, "child", where) if entry.get("child_sq") else None,
        critical=entries.flag(entry, "critical", where),
        asks_number=entries.text(entry, "answer", where) == "met_and_number",
        crc=entries.texts(entry, "crc", where),
        norms=entries.texts(entry, "norms", where),
        look=look,
        item=_words(entry, "item", where),
        evidence=entries.text(entry, "evidence", where),
        days=entries.number(entry, "days", where),
    )


def _words(entry: entries.Entry, name: str, where: str) -> Words:
    return Words(entries.text(entry, f"{name}_sq", where), entries.text(entry, f"{name}_en", where))
