"""Answers that come back from a copy of a visit: what becomes of each, in whatever order and however often the files come."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.cases.visits.domain.answers import Given, Kept, Value, is_same
from services.cases.visits.domain.checklists import Checklist

LONGEST_NOTE = 20_000
#: Between two paragraphs.
_BETWEEN = re.compile(r"\n[^\S\n]*\n")


class Outcome(StrEnum):
    #: It is the next version of the answer.
    TAKEN = "taken"
    #: It says what stands.
    SAME = "same"
    #: The same device has brought a later one.
    EARLIER = "earlier"
    #: Another answer stands, which whoever gave this one has not seen: a person looks at both and chooses.
    CONFLICT = "conflict"
    #: The visit asks it in other words than the copy did: a person says whether it answers that too.
    REWORDED = "reworded"
    #: The visit does not ask it, since it was prepared anew with another checklist.
    NOT_ASKED = "not_asked"
    #: The visit takes no answers any more.
    LATE = "late"


#: What a person has to choose about before the visit goes on.
WAITING = frozenset({Outcome.CONFLICT, Outcome.REWORDED})
#: What says the version that stands then.
STANDS = frozenset({Outcome.TAKEN, Outcome.SAME})


@dataclass(frozen=True)
class FromDevice:
    """One answer as a device gave it. `entry`: its random id; `place`: how many the device had given until then; `note`: None where
    nothing was written, which leaves the words that there are, since a copy does not show them; empty where its words were taken away.
    """

    entry: UUID
    device: UUID
    place: int
    question: str
    value: Value
    number: int | None
    sources: tuple[str, ...]
    note: str | None
    base: int
    at: datetime


@dataclass(frozen=True)
class Said:
    """What a device answered to a question before: at which place among its answers, when by its clock, and in which words."""

    place: int
    at: datetime
    words: str


@dataclass(frozen=True)
class Standing:
    """What is known of a question when an answer to it comes. `said`: what the same device brought. `before`: the words that stood before
    those of this device, where it wrote what stands, itself and nobody since; else None. `shared`: another device said what stands too, or
    a person chose it.
    """

    kept: Kept | None
    said: tuple[Said, ...]
    before: str | None
    shared: bool


def heard(one: FromDevice, standing: Standing) -> FromDevice:
    """As it is taken: who took words away that nobody was ever brought, wrote none."""
    return one if one.note or any(said.words for said in standing.said) else replace(one, note=None)


def given(one: FromDevice, standing: Standing) -> Given:
    """As an answer that may be written. Words of others stay, whole and before its own; only its own are replaced."""
    there = standing.kept.note if standing.kept else ""
    if one.note is None:
        note = there
    else:
        before = there if standing.before is None else standing.before
        parts = [before] if _holds(before, one.note) else [before, one.note]
        note = "\n\n".join(filter(None, parts))
    return Given(one.question, one.value, one.number, one.sources, note, one.base)


def decide(one: FromDevice, standing: Standing, asked: Checklist, copy: Checklist, *, is_open: bool) -> Outcome:
    """What becomes of it. `asked`: the checklist of the visit; `copy`: that of the copy; `is_open`: the visit takes answers.

    An answer takes the place of another only where whoever gave it had seen that one, or had written it, and nobody else said the same.
    """
    question = asked.questions.get(one.question)
    if question is None:
        return Outcome.NOT_ASKED
    if any(said.place > one.place and said.at >= one.at for said in standing.said):
        return Outcome.EARLIER
    wanted, kept = given(one, standing), standing.kept
    reworded = question.text != copy.questions[one.question].text
    leaves = _leaves_words(one, standing, wanted)
    if kept is not None and not reworded and not leaves and is_same(wanted, kept):
        return Outcome.SAME
    if not is_open:
        return Outcome.LATE
    if reworded:
        return Outcome.REWORDED
    if kept is None or (_follows(one, standing, kept) and not leaves and len(wanted.note) <= LONGEST_NOTE):
        return Outcome.TAKEN
    return Outcome.CONFLICT


def _follows(one: FromDevice, standing: Standing, kept: Kept) -> bool:
    """Whether it goes on from what stands. A device that fell back counts from an earlier place on: then its place and its clock differ,
    and neither tells which answer is the later one.
    """
    later = all(said.place < one.place and said.at <= one.at for said in standing.said)
    return later and not standing.shared and (kept.version == one.base or standing.before is not None)


def _leaves_words(one: FromDevice, standing: Standing, wanted: Given) -> bool:
    """Whether words that were taken away on the device would stand nevertheless, since another person has them too, or may have."""
    if one.note != "":
        return False
    written = [said.words for said in standing.said if said.words]
    return bool(wanted.note) if standing.before is None else any(words in wanted.note for words in written)


def _holds(note: str, words: str) -> bool:
    """Whether these words stand in a note already, as whole paragraphs one after the other."""
    there, wanted = _paragraphs(note), _paragraphs(words)
    return any(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


def _paragraphs(note: str) -> list[str]:
    return [one.strip() for one in _BETWEEN.split(note.replace("\r\n", "\n")) if one.strip()]
