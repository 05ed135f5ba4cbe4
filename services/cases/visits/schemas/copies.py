"""A visit that is taken along as a file: what is asked for and given of it, and what is inside of the files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import String

from services.cases.schemas.cases import NamedBody, word
from services.cases.schemas.people import Password
from services.cases.visits.domain.answers import Kept, Value
from services.cases.visits.domain.brought import LONGEST_NOTE
from services.cases.visits.domain.checklists import SOURCES, Checklist
from services.cases.visits.schemas.visits import LARGEST_NUMBER, MOST_ANSWERS, GivenAnswer, VisitorAnswer
from shared.edges import Answer, Body, Document
from shared.fields import Text, Whole

#: What the file calls itself, so that another one is told from it.
MARK = "besa.visit-answers"
#: In bytes: all notes of a long checklist at their longest, sealed.
LARGEST_FILE = 8 * 1024 * 1024
#: In one file, counted with what is inside of each answer: its members, and each source.
MOST_VALUES = MOST_ANSWERS * 20
#: Of PBKDF2-HMAC-SHA256, which is what every browser has without a library; by OWASP's cheat sheet.
ITERATIONS = 600_000
#: As a form drops it: whoever wrote it on a telephone in a corridor cannot be asked to write it anew.
_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff"
    "\U000e0000-\U000e007f]"
)


def place(copy_id: UUID, what: str) -> str:
    """To what a sealed value is bound: `visit`, what a copy tells, or `answers`, what it brings back."""
    return f"besa.visit-copy|{copy_id}|{what}"


class Note(String):
    """Words as a device kept them; what no person types is left out."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **options)
        return _DROPPED.sub("", text).replace("\r\n", "\n").strip()


@dataclass(frozen=True, kw_only=True)
class CopyBody(Body):
    """The password under which a copy is sealed; whoever opens it is asked for it, and it is kept nowhere."""

    password: Annotated[str, Password(validate=validate.Length(min=1, max=200), load_only=True)]


@dataclass(frozen=True, kw_only=True)
class ChoiceBody(Body):
    """`take`: the answer that was brought takes the place of the one that stands, else that one stays. `version`: of the one that stood
    beside it when it was looked at, 0 for none.
    """

    take: bool
    version: Annotated[int, Whole(0, 1_000_000)]


@dataclass(frozen=True, kw_only=True)
class CopyKeys(Document):
    """What opens a copy and what comes back of it: the key that the password gives with the salt, both in base64. The password is not
    among it.
    """

    salt: str
    key: str


@dataclass(frozen=True, kw_only=True)
class CopyFile(Body):
    """What a copy brings back. `sealed`: `DeviceAnswers`, under the key of the copy, in base64."""

    besa: Annotated[str, String(validate=word(MARK))]
    format: Annotated[int, Whole(1, 1)]
    copy: UUID
    sealed: Annotated[str, String(validate=validate.Length(min=1, max=LARGEST_FILE))]


@dataclass(frozen=True, kw_only=True)
class DeviceAnswer(Body):
    """One answer as a device holds it, the last that it gave to the question. `place`: how many it had given then; `base`: the version that
    the copy showed; `note`: null where nothing was written, empty where what was written was taken away.
    """

    entry: UUID
    place: Annotated[int, Whole(1, 1_000_000)]
    question: Annotated[str, Text(60)]
    value: Value
    number: Annotated[int, Whole(0, LARGEST_NUMBER)] | None
    sources: Annotated[tuple[Annotated[str, String(validate=word(*SOURCES))], ...], validate.Length(max=len(SOURCES))]
    note: Annotated[str, Note(validate=validate.Length(max=LONGEST_NOTE))] | None
    base: Annotated[int, Whole(0, 1_000_000)]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DeviceAnswers(Body):
    """Everything that one device answered on one copy. `device`: its random id, made when the copy was first opened there."""

    device: UUID
    answers: Annotated[tuple[DeviceAnswer, ...], validate.Length(min=1, max=MOST_ANSWERS)]


@dataclass(frozen=True, kw_only=True)
class CopyView:
    """A copy as its file is made of it. `given`: what stands now, by question; `before`: what stood on the visit that this one follows."""

    id: UUID
    keys: CopyKeys
    body: NamedBody
    planned_on: date
    checklist: Checklist
    given: Mapping[str, Kept]
    before: Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class CopyAnswer(Answer):
    """A copy that was taken along, with which version of which checklist."""

    id: UUID
    checklist: str
    checklist_version: int
    by: VisitorAnswer
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CopyList(Answer):
    items: tuple[CopyAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class BroughtAnswer(Answer):
    """An answer as a copy with that checklist brought it, that does not stand by itself. `answered_by`: whose copy it is, which nobody else
    opens; `by`: who brought it; `device_at`: when it was given; `outcome`: why it does not stand; `stands`: what does; `waits`: a person has
    to choose; `chosen`: whether it was taken over, null as long as nobody chose. `note`: null where the copy wrote none, empty where it took
    its own away.
    """

    id: UUID
    checklist: str
    checklist_version: int
    question: str
    value: str
    number: int | None
    sources: tuple[str, ...]
    note: str | None
    device_at: datetime
    answered_by: VisitorAnswer
    by: VisitorAnswer
    at: datetime
    outcome: str
    stands: GivenAnswer | None
    waits: bool
    chosen: bool | None


@dataclass(frozen=True, kw_only=True)
class BroughtList(Answer):
    items: tuple[BroughtAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class BroughtOutcome(Answer):
    question: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class BroughtTaken(Answer):
    """What became of each answer of a file; `again`: how many were brought before and changed nothing."""

    outcomes: tuple[BroughtOutcome, ...]
    again: int
