"""A full name of another file as it sounds to who writes it in another alphabet or by another spelling: `Engyellushe Kellichi`, `Енгелуше Келичи`,
`Ενγκιελούσε Κελίτσι`.

What is kept is the name with its sounds reduced to those that any of these can write; two people may have that in common, so that only long
names are sure.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from services.intake.domain.declension import roots, roots_of_form
from services.intake.domain.written import Word

#: In this order: what stands for one sound, or for one that other alphabets do not part from it.
_SOUNDS = (
    (re.compile("tsh|tch|ch|ts|tz|q"), "c"), (re.compile("xh|dzh|dj|gj|gk"), "g"), (re.compile("sch|sh"), "s"), (re.compile("zh"), "z"),
    (re.compile("dh"), "d"), (re.compile("th"), "t"), (re.compile("ph"), "f"), (re.compile("x"), "ks"),
    (re.compile("(?<=[bcdfghklmnpqrstvxz])[jyi](?=[aeou])"), ""), (re.compile("[yj]"), "i"), (re.compile(r"(.)\1"), r"\1"),
)  # fmt: skip
_SHORTEST, _SURE = 3, 5


def sound_marks(parts: Sequence[str]) -> Iterator[str]:
    """Of a name in its parts: each two."""
    for one, other in combinations(parts, 2):
        yield from _marks(*({_sound(root) for root in roots(part)} for part in (one, other)))


def sounding(one: Word, other: Word) -> tuple[frozenset[str], bool]:
    """The marks of whom two words may mean by their sound, and whether both are long enough to be sure."""
    sounds = [
        {_sound(root) for spelling in word.spellings for root in roots_of_form(spelling)} for word in (one, other)
    ]
    return frozenset(_marks(*sounds)), all(max(map(len, some), default=0) >= _SURE for some in sounds)


def _marks(some: set[str], others: set[str]) -> Iterator[str]:
    for pair in product(some, others):
        if min(map(len, pair)) >= _SHORTEST:
            yield f"%{' '.join(sorted(pair))}"


def _sound(root: str) -> str:
    for sound, other in _SOUNDS:
        root = sound.sub(other, root)
    return root.rstrip("aeiou")
