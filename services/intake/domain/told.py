"""Names of people that only the words of a complaint hold: a teacher, a brother, whoever told of it."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from services.intake.domain.names import Person, Speech, without_grade
from services.intake.domain.written import words

#: "thirret", "e quajnë", "nofka": what follows is what somebody is called.
_CALLED = re.compile(
    r"\b(?:(?:quhe[tm]|thirre[tm]|quhesha|mbiquajtur|nofk[ëe]n?|nofka|nofkës|pseudonimi[nt]?|nickname|nicknamed)"
    r"|(?:[eim]a?|më|ju|na)\s+(?:quajnë|quajne|thonë|thone|thërrasin|therrasin|thërret|thirrin|thirrnin|thoshin)"
    r"|(?:called|known\s+as))\s*(?:si|me|është|eshte|is|edhe)?\s*[:=\-–]?\s*[\"“”„«'‘’(]?\s*(?=[^\W\d_])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_MOST_NAMES, _NEAR = 50, 24
#: A first look: most of what is written has no two words with a capital.
_IN_FULL = re.compile(r"(?<!\w)[^\W\d_a-zëç]\w+\s+[^\W\d_a-zëç]\w")
_APART = re.compile(r"[\W_\d]+")


def told_persons(text: str, public_words: Collection[str], speech: Speech) -> Iterator[Person]:
    """Each two words with a capital that stand together, unless a body or a place is called so.

    `public_words` as they are compared. The first may begin a sentence. More than a likeness to a name there is none.
    """
    found, public = words(text), set(public_words)
    for one, other in pairwise(found):
        if (
            not (one.capital and other.capital)
            or other.opens
            or not re.fullmatch(r"[ \t]*\n?[ \t]*", text[one.end : other.start])
        ):
            continue
        spelt = (one.spellings[0], other.spellings[0])
        common = spelt[0] in speech.plain or not public.isdisjoint(spelt)
        if not common and min(map(len, spelt)) > 1:
            yield Person(name=text[one.start : other.end], told=True)


def named_in_full(text: str, speech: Speech) -> list[str]:
    """Full names in what somebody wrote, by which another text is found to name the same person: without whoever holds an office
    ("drejtori Agim Topi"), streets, and what is a plain word; the first `_MOST_NAMES` of them, since anybody may write anything.
    """
    if _IN_FULL.search(text) is None:
        return []
    common = speech.plain | speech.streets | speech.offices
    told = dict.fromkeys(person.name for person in told_persons(text, common, speech))
    return [name for name in told if not _acts(name, text, speech)][:_MOST_NAMES]


def _acts(name: str, text: str, speech: Speech) -> bool:
    """Whether an office stands before a name, wherever it stands."""
    ahead = (
        words(without_grade(text[max(0, match.start() - _NEAR) : match.start()]))[-1:]
        for match in re.finditer(re.escape(name), text)
    )
    return any(word.spellings[0] in speech.offices for before in ahead for word in before)


def called_persons(text: str, public_words: Collection[str], speech: Speech) -> Iterator[Person]:
    """Each word with a capital after one that says how somebody is called: a name like any of the file, not a likeness."""
    for match in _CALLED.finditer(text):
        following = words(text[match.end() : match.end() + 60])[:1]
        for word in following:
            spelling = word.spellings[0]
            if word.capital and spelling not in speech.words and spelling not in public_words and len(spelling) > 1:
                yield Person(name=text[match.end() + word.start : match.end() + word.end])


def told_in_file_name(name: str, public_words: Collection[str], speech: Speech) -> Iterator[Person]:
    """The same of the name of a file, in which a hand leaves out the spaces and the capitals: `elira_kodra-2`."""
    parts = [part for part in _APART.split(_CAMEL.sub(" ", name)) if len(part) > 1]
    titled = " ".join(part[:1].upper() + part[1:].lower() for part in parts)
    for person in told_persons(titled, public_words, speech):
        if not any(spelling in speech.plain for word in words(person.name) for spelling in word.spellings):
            yield person
