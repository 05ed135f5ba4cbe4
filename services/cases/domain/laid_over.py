"""A person's own words in a text that the facts have changed beneath them: what became otherwise, and theirs laid over what is so now."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_EQUAL = "equal"


@dataclass(frozen=True)
class Changed:
    """Lines that were so and what stands in their place; `was` or `now` is empty where something came or went."""

    was: str
    now: str


@dataclass(frozen=True)
class LaidOver:
    """`text`: what is so now, with a person's changes laid over it; `left_out`: their words at places that changed themselves."""

    text: str
    left_out: tuple[str, ...]


def changes(was: str, now: str) -> tuple[Changed, ...]:
    """What became otherwise from one text to the other, line by line."""
    old, new = (_lines(text) for text in (was, now))
    return tuple(
        Changed("\n".join(old[first:last]), "\n".join(new[start:end]))
        for tag, first, last, start, end in _matched(old, new)
        if tag != _EQUAL
    )


def laid_over(was: str, own: str, now: str) -> LaidOver:
    """What a person changed in `was` to make it their `own`, changed in `now`. Where `now` differs at the same place what is so stands,
    and theirs is told apart: a fact gives way to no wording.
    """
    base, mine, text = (_words(one) for one in (was, own, now))
    stands = [(first, last, start) for tag, first, last, start, _ in _matched(base, text) if tag == _EQUAL]
    edits, left_out = [], []
    for tag, first, last, start, end in _matched(base, mine):
        if tag == _EQUAL:
            continue
        written = "".join(mine[start:end])
        # What only comes in stands between two words; it is enough that both still stand side by side.
        place = next((at + first - since for since, until, at in stands if since <= first and last <= until), None)
        if place is not None:
            edits.append((place, place + last - first, written))
        elif written.strip():
            left_out.append(written.strip())
    for start, end, written in reversed(edits):
        text[start:end] = [written]
    return LaidOver("".join(text), tuple(left_out))


def _matched(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    yield from SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def _lines(text: str) -> list[str]:
    """Without the empty ones, which say nothing."""
    return [line for line in text.split("\n") if line.strip()]


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)
