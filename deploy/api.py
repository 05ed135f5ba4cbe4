"""What the HTTP API is sent and answers: the members that the story and the walk through time write and read."""

from typing import Generic, NotRequired, TypedDict, TypeVar

T = TypeVar("T")


class Page(TypedDict, Generic[T]):
    """One page of a list; `next` is the cursor of the page after it, None at the end."""

    items: list[T]
    next: str | None


class Made(TypedDict):
    """Anything of which only the id is read."""

    id: str


class Refusal(TypedDict):
    """A problem; `code` is that of the rule that says no, `detail` the same as a sentence."""

    code: str
    detail: str


# --- cases that the office opens --------------------------------------------------------------------------------------


class Trigger(TypedDict):
    kind: str
    source: str


class NewCase(TypedDict):
    """A case of the office's own initiative; `bodies` by id, `places` by their keys in the directory."""

    trigger: Trigger
    memo: str
    title: str
    rights: list[str]
    bodies: list[str]
    places: list[str]


class Case(TypedDict):
    """`title` is None for who may see no content, `reference` where no complaint opened the case."""

    id: str
    number: str
    status: str
    title: str | None
    reference: str | None


class Finding(TypedDict):
    right: str
    institution_id: str
    result: str
    text: str


# --- acts -------------------------------------------------------------------------------------------------------------


class Measure(TypedDict):
    text: str
    evidence_expected: str


class DraftItem(TypedDict):
    """`due` is an ISO date; it and the proof are asked by kinds of act that order something."""

    text: str
    evidence_expected: NotRequired[str]
    due: NotRequired[str]


class DraftAddressee(TypedDict):
    institution_id: str
    role: str


class NewDraft(TypedDict):
    kind: str
    title: str
    grounds: str
    items: list[DraftItem]
    addressees: list[DraftAddressee]


class Item(TypedDict):
    """`place` counts from 0."""

    id: str
    place: int
    text: str


class Addressee(TypedDict):
    """`link_step`: how far its one-time link came."""

    name_sq: str
    link_step: str | None


class Enclosure(TypedDict):
    title_en: str


class Timeliness(TypedDict):
    """`days` are those until the last day, or since."""

    word: str
    days: int


class BothTimeliness(TypedDict):
    reply: Timeliness


class Obligation(TypedDict):
    """`reply_due` is an ISO date, None where no clock runs."""

    id: str
    item_id: str
    institution_id: str
    delivery: str
    reply: str
    claimed: str
    assessed: str
    reply_due: str | None
    timeliness: BothTimeliness


class Draft(TypedDict):
    """An act at any time; `content_hash` is what is approved."""

    id: str
    kind: str
    title: str
    grounds: str
    content_hash: str
    approved_by: str | None
    items: list[Item]
    addressees: list[Addressee]
    attachments: list[Enclosure]


class Act(Draft):
    """An act that was issued."""

    number: str
    obligations: list[Obligation]


class PublicVersion(TypedDict):
    """What the public may read of an act; none before it is approved."""

    shown: dict[str, str] | None


class PublicAct(TypedDict):
    """An act in the public register."""

    number: str
