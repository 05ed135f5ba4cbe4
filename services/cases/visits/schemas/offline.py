"""What a copy of a visit tells whoever opens it; the page of its file reads it by these names."""

from dataclasses import dataclass

from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class OfflineQuestion(Answer):
    """A question as a copy asks it. `about`: where to look, and the norms; `value`, `number`, `sources`: what stood when it was taken along,
    whose version `base` is; `before`: on the visit that this one follows. The words of answers are not there: they stay in the office.
    """

    key: str
    text: str
    child: str | None
    critical: bool
    asks_number: bool
    about: str
    base: int
    value: str | None
    number: int | None
    sources: tuple[str, ...]
    before: str | None


@dataclass(frozen=True, kw_only=True)
class OfflineSection(Answer):
    name: str
    questions: tuple[OfflineQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class OfflineWord(Answer):
    key: str
    text: str


@dataclass(frozen=True, kw_only=True)
class OfflineVisit(Answer):
    """All that a copy tells, sealed in its file. `words`: what its page says."""

    body: str
    planned_on: str
    checklist: str
    sections: tuple[OfflineSection, ...]
    values: tuple[OfflineWord, ...]
    sources: tuple[OfflineWord, ...]
    words: tuple[OfflineWord, ...]
