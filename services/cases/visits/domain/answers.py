"""What was answered on a visit, what of it is a finding, and how it compares with the visit before."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.cases.visits.domain.checklists import SOURCES, Checklist, Question
from shared.rules import ContentViolation


class Value(StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_SEEN = "not_seen"


class Trend(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True)
class Kept:
    """The latest version of one answer. `sources`: what it rests on; `note`: its words, which stay in the office."""

    version: int
    value: Value
    number: int | None
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Given:
    """An answer that somebody gives. `base`: the version that they saw, 0 for none."""

    question: str
    value: Value
    number: int | None
    sources: tuple[str, ...]
    note: str
    base: int


@dataclass(frozen=True)
class FindingProposed:
    """All that is not met of one right, in the order of the checklist."""

    right: str
    questions: tuple[Question, ...]


def check(checklist: Checklist, given: Given, field: str) -> None:
    """Refuses an answer to what is not asked, a number where none is, a negative one, and a source that there is not."""
    question = checklist.questions.get(given.question)
    if question is None:
        raise ContentViolation(
            "no question of this checklist", code="visit.question_unknown", field=f"{field}.question"
        )
    if given.number is not None and not question.asks_number:
        raise ContentViolation("no number is asked for", code="visit.no_number_asked", field=f"{field}.number")
    if set(given.sources) - set(SOURCES):
        raise ContentViolation("no such source", code="visit.source_unknown", field=f"{field}.sources")


def is_same(given: Given, latest: Kept) -> bool:
    """Whether it says what stands already, so that nothing is written."""
    says = (given.value, given.number, set(given.sources), given.note)
    return says == (latest.value, latest.number, set(latest.sources), latest.note)


def collides(given: Given, latest: Kept | None) -> bool:
    """Whether somebody else answered since, and otherwise: then neither takes the place of the other before a person looked at both."""
    return latest is not None and latest.version != given.base and not is_same(given, latest)


def proposed(checklist: Checklist, answers: Mapping[str, Value]) -> tuple[FindingProposed, ...]:
    """What is found: one finding for each right of which something is not met, which is the first that a question names."""
    found: dict[str, list[Question]] = {}
    for question in not_met(checklist, answers):
        found.setdefault(question.crc[0], []).append(question)
    return tuple(FindingProposed(right, tuple(questions)) for right, questions in found.items())


def not_met(checklist: Checklist, answers: Mapping[str, Value]) -> tuple[Question, ...]:
    """The questions that are not met, each of which proposes an item, in the order of the checklist."""
    return tuple(one for key, one in checklist.questions.items() if answers.get(key) is Value.NOT_MET)


_RANK = {Value.NOT_MET: 0, Value.PARTLY: 1, Value.MET: 2}


def trend(before: Value | None, now: Value | None) -> Trend | None:
    """Better, same or worse than the last time; None where one of the two was not answered, not seen or does not apply."""
    if before not in _RANK or now not in _RANK:
        return None
    then, later = _RANK[before], _RANK[now]
    if then == later:
        return Trend.SAME
    return Trend.BETTER if later > then else Trend.WORSE


def progress(checklist: Checklist, answered: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Of each section its key, how many questions have an answer, and how many there are."""
    for section in checklist.sections:
        yield section.key, sum(one.key in answered for one in section.questions), len(section.questions)
