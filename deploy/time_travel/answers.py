"""What only the walk reads: rungs, their letters, the ladder of an obligation and its clock. Days are ISO dates."""

from typing import TypedDict


class Words(TypedDict):
    title: str
    text: str


class DueRung(TypedDict):
    """A rung that is due: `text` to be read and sent, or `act`, the draft to be approved and issued, or `alternatives`."""

    id: str
    rung: str
    state: str
    due_on: str
    sent_by: str
    number: str
    recommendation_id: str
    obligations: list[str]
    text: Words | None
    seen: str | None
    act: str | None
    no_superior: bool
    alternatives: list[str]


class RungWhole(DueRung):
    """One rung read alone. `why` by language: why it may be sent from its day on."""

    why: dict[str, str]


class TakenRung(TypedDict):
    """`state`: "sent", or "drafted" where a person must issue `act`."""

    state: str
    act: str | None


class SentRung(TypedDict):
    rung: str
    to: str | None
    alternative: str | None


class Ladder(TypedDict):
    """The rungs of one obligation. Of those that are offered or drafted it counts that there are any."""

    never_pressed: bool
    sent: list[SentRung]
    offers: list[object]
    drafts: list[object]


class LastDay(TypedDict):
    day: str | None


class Clock(TypedDict):
    """`due` is None for a kind of act without a term; `words` by language, in sentences."""

    due: LastDay | None
    words: dict[str, list[str]]
