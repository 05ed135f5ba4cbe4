"""What a body that reads on paper alone is told of an item: one word for each matter, the last, unless it only undoes what the body was never told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.cases.domain.obligations import SETTLED, Assessed, Reply


class Tells(StrEnum):
    """Of what a letter of a decision tells: that the act was withdrawn, what was found or decided of its items, or that what a step said of a silence
    was untrue.
    """

    WITHDRAWAL = "withdrawal"
    FINDING = "finding"
    UNTRUE = "untrue"


class Word(StrEnum):
    """What is told besides what was found: those are the words of `Assessed` and the keys of outcomes.yaml."""

    REOPENED = "reopened"
    UPHELD = "upheld"
    UPHELD_NOT_COMPETENT = "upheld_not_competent"
    UPHELD_FORWARDED = "upheld_forwarded"
    TURNED = "turned"
    HELD = "held"
    GIVEN_BACK = "given_back"
    ELSEWHERE = "elsewhere"


#: What takes back the word of its matter that was before.
UNDOES = frozenset({Word.REOPENED, Word.GIVEN_BACK})
#: After which nothing is asked.
_ENDS = frozenset({*SETTLED, Word.ELSEWHERE, Word.TURNED})
_UPHELD = {Reply.NOT_COMPETENT: Word.UPHELD_NOT_COMPETENT, Reply.FORWARDED: Word.UPHELD_FORWARDED}
_MATTERS: dict[str, str] = {
    **dict.fromkeys((Word.HELD, Word.GIVEN_BACK), "matter"),
    **dict.fromkeys((Word.UPHELD, *_UPHELD.values(), Word.TURNED), "reply"),
}


@dataclass(frozen=True)
class Said:
    """One word about an item; `told`: a letter said it."""

    word: str
    told: bool


def word_of(assessed: str, unassessable: str | None) -> str:
    """What was found, in the word for it. That a court or a prosecutor decides the matter is no finding about the body: nothing is asked of it."""
    return Word.ELSEWHERE if unassessable == Word.ELSEWHERE else assessed


def upheld(reply: Reply) -> Word:
    """That what a body answered is not accepted, in the word for that answer."""
    return _UPHELD.get(reply, Word.UPHELD)


def ends_asking(word: str, *, pressed: bool) -> bool:
    """Whether with that word nothing more is asked of a body; of one that nobody presses (`pressed`) also not what it did not do."""
    return word in _ENDS or (word == Assessed.NOT and not pressed)


def to_tell(said: Iterable[Said]) -> list[Said]:
    """Of what was said of one item, in order, that which a letter is to say now: the last untold word of each matter. A word that undoes
    others, of which none was told, leaves the body with what it knew before: nothing is to be told of either.
    """
    matters: dict[str, list[Said]] = {}
    for one in said:
        matters.setdefault(_MATTERS.get(one.word, "found"), []).append(one)
    return [words[-1] for words in matters.values() if not words[-1].told and not _comes_to_nothing(words)]


def _comes_to_nothing(words: Sequence[Said]) -> bool:
    told = [one for one in words if one.told]
    untold = words[len(told) :]
    knows = told[-1].word not in UNDOES if told else untold[0].word in UNDOES
    return untold[-1].word in UNDOES and not knows
