"""A name that was typed with one fault: a letter too many, one too few, another one, or two that changed places."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from services.intake.domain.declension import forms

#: A shorter name has too many neighbours that are names or words themselves: Ana, Ani, Anë.
_SHORTEST = 5


class Faulty:
    """Finds which of these names a word may be meant as."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._near: Mapping[str, set[tuple[str, str]]] = {}
        near: dict[str, set[tuple[str, str]]] = {}
        for token in dict.fromkeys(tokens):
            for lacking, form in _lacking_one(token) if len(token) >= _SHORTEST else ():
                near.setdefault(lacking, set()).add((form, token))
        self._near = near

    def of(self, spelling: str) -> set[str]:
        """The names that this word is one fault away from, in one of their forms."""
        if len(spelling) < _SHORTEST - 1:
            return set()
        found = (one for lacking in _without_one(spelling) for one in self._near.get(lacking, ()))
        return {token for form, token in found if is_one_fault(spelling, form)}


def is_one_fault(one: str, other: str) -> bool:
    """Whether one fault of typing makes one of the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    same = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        len(min(one, other, key=len)),
    )
    rest, rest_of_other = one[same:], other[same:]
    if len(rest) != len(rest_of_other):
        longer, shorter = sorted((rest, rest_of_other), key=len, reverse=True)
        return longer[1:] == shorter
    return rest[1:] == rest_of_other[1:] or (rest[1::-1] + rest[2:] == rest_of_other and len(rest) > 1)


@cache
def _lacking_one(token: str) -> frozenset[tuple[str, str]]:
    return frozenset((lacking, form) for form in forms(token) for lacking in _without_one(form))


# Every word of a text is looked for among the names of one file after the other.
@lru_cache(maxsize=20_000)
def _without_one(word: str) -> tuple[str, ...]:
    """The word, and each that lacks one of its letters: two words are one fault apart only if they have one of these in common."""
    return (word, *(word[:at] + word[at + 1 :] for at in range(len(word))))
