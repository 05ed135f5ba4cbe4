"""Answers that come back from a copy of a visit: what becomes of each, in whatever order and however often the files come."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.cases.visits.domain.answers import Given, Kept, Value, is_same
from services.cases.visits.domain.checklists import Checklist

LONGEST_NOTE = 20_000


class Outcome(StrEnum):
    #: It is the next version of the answer.
    TAKEN = "taken"
    #: It says what stands.
    SAME = "same"
    #: The same device has brought a later one.
    EARLIER = "earlier"
    #: Somebody answered otherwise since: a person looks at both and chooses.
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
    nothing was written, which leaves the words that there are, since a copy does not show them.
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
class Standing:
    """What is known of a question when an answer to it comes. `devices`: those that said what stands; `latest`: the place of the last
    answer that the same device brought, None for none, and `words` what it wrote then.
    """

    kept: Kept | None
    devices: frozenset[UUID]
    latest: int | None
    words: str = ""


def given(one: FromDevice, standing: Standing) -> Given:
    """As an answer that may be written. Words that the device has not seen stay, before its own."""
    there = standing.kept.note if standing.kept else ""
    if one.note is None:
        note = there
    else:
        before = there.removesuffix(standing.words).rstrip() if _goes_on(one, standing) else there
        parts = [before] if one.note in before else [before, one.note]
        note = "\n\n".join(filter(None, parts))
    return Given(one.question, one.value, one.number, one.sources, note, one.base)


def decide(one: FromDevice, standing: Standing, asked: Checklist, copy: Checklist, *, is_open: bool) -> Outcome:
    """What becomes of it. `asked`: the checklist of the visit; `copy`: that of the copy; `is_open`: the visit takes answers.

    An answer takes the place of another only where whoever gave it had seen that one, or had given it and nobody else said the same.
    """
    question = asked.questions.get(one.question)
    if question is None:
        return Outcome.NOT_ASKED
    if standing.latest is not None and one.place < standing.latest:
        return Outcome.EARLIER
    wanted, kept = given(one, standing), standing.kept
    reworded = question.text != copy.questions[one.question].text
    if kept is not None and not reworded and _says_the_same(one, kept):
        return Outcome.SAME
    if not is_open:
        return Outcome.LATE
    if reworded:
        return Outcome.REWORDED
    if kept is None or ((kept.version == one.base or _goes_on(one, standing)) and len(wanted.note) <= LONGEST_NOTE):
        return Outcome.TAKEN
    return Outcome.CONFLICT


def _says_the_same(one: FromDevice, kept: Kept) -> bool:
    note = kept.note if one.note is None else one.note
    return is_same(replace(_bare(one), note=note), kept)


def _bare(one: FromDevice) -> Given:
    return Given(one.question, one.value, one.number, one.sources, one.note or "", one.base)


def _goes_on(one: FromDevice, standing: Standing) -> bool:
    """Whether what stands is what this device said before, and nobody else."""
    later = standing.latest is None or one.place > standing.latest
    return later and standing.devices == {one.device}
