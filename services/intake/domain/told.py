"""Names of people that only the words of a complaint hold: a teacher, a brother, whoever told of it."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from services.intake.domain.names import Person, Speech
from services.intake.domain.written import words


def told_persons(text: str, public_words: Collection[str], speech: Speech) -> Iterator[Person]:
    """Each two words with a capital that stand together, unless a body or a place is called so.

    `public_words` as they are compared. The first may begin a sentence. More than a likeness to a name there is none.
    """
    found = words(text)
    for one, other in pairwise(found):
        if (
            not (one.capital and other.capital)
            or other.opens
            or not re.fullmatch(r"[ \t]*\n?[ \t]*", text[one.end : other.start])
        ):
            continue
        spelt = (one.spellings[0], other.spellings[0])
        common = spelt[0] in speech.words - speech.names or set(spelt) & set(public_words)
        if not common and min(map(len, spelt)) > 1:
            yield Person(name=text[one.start : other.end], told=True)
