"""Names of people that only the words of a complaint hold: a teacher, a brother, whoever told of it."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from services.intake.domain.institutions import in_institution, is_institution
from services.intake.domain.names import Person
from services.intake.domain.owners import Around, Names
from services.intake.domain.said import is_called_place
from services.intake.domain.speech import Speech, without_grade
from services.intake.domain.used_as_word import tells_of_person
from services.intake.domain.written import Word, words

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
#: Between "motra" and her name: "motra e tij e vogël, klea"; "vëllai i saj që quhet ardit".
_OF_KIN = frozenset(
    [
        "i",
        "e",
        "te",
        "se",
        "im",
        "ime",
        "tim",
        "sime",
        "jone",
        "tone",
        "yne",
        "saj",
        "tij",
        "tyre",
        "juaj",
        "tuaj",
        "jote",
        "vogel",
        "madh",
        "madhe",
        "my",
        "his",
        "her",
        "their",
        "our",
        "little",
        "big",
        "qe",
        "me",
    ]
)
_CALLS = frozenset({"quhet", "quhej", "emri", "emrin", "named", "called"})
_LINKED = re.compile(r"[\s,]{1,3}")
_BEFORE_NAME = re.compile(r"\s|\s?[,:(\-–—=]\s?[\"“”„«'‘]?|\s[\"“”„«'‘]")
_SHORT = 2


def told_persons(text: str, public_words: Collection[str], speech: Speech) -> Iterator[Person]:
    """Each two words with a capital that stand together, unless a body, a school or a place is called so.

    `public_words` as they are compared. The first may begin a sentence. More than a likeness to a name there is none.
    """
    found, public = words(text), set(public_words)
    acting = speech.acting
    for place, (one, other) in enumerate(pairwise(found)):
        if (
            not (one.capital and other.capital)
            or other.opens
            or not re.fullmatch(r"[ \t]*\n?[ \t]*", text[one.end : other.start])
        ):
            continue
        spelt = (one.spellings[0], other.spellings[0])
        common = spelt[0] in speech.plain or not public.isdisjoint(spelt)
        if not common and min(map(len, spelt)) > 1 and not in_institution(text, found, place + 1, acting):
            yield Person(name=text[one.start : other.end], told=True)


def named_in_full(text: str, speech: Speech) -> list[str]:
    """Full names in what somebody wrote, by which another text is found to name the same person: without whoever holds an office
    ("drejtori Agim Topi"), streets, schools, and what is a plain word; the first `_MOST_NAMES` of them, since anybody may write anything.
    """
    if _IN_FULL.search(text) is None:
        return []
    common = speech.plain | speech.streets | speech.offices
    told = dict.fromkeys(person.name for person in told_persons(text, common, speech))
    return [name for name in told if not _is_anybodys(name, text, speech)][:_MOST_NAMES]


def _is_anybodys(name: str, text: str, speech: Speech) -> bool:
    """Whether an office stands before a name, or what says that a school is called so, wherever it stands."""
    starts = [match.start() for match in re.finditer(re.escape(name), text)]
    ahead = (words(without_grade(text[max(0, start - _NEAR) : start]))[-1:] for start in starts)
    if any(word.spellings[0] in speech.offices for before in ahead for word in before):
        return True
    return any(is_institution(text, start, speech.acting) for start in starts)


def called_persons(text: str, public_words: Collection[str], speech: Speech) -> Iterator[Person]:
    """Each word with a capital after one that says how somebody is called: a name like any of the file, not a likeness."""
    for match in _CALLED.finditer(text):
        following = words(text[match.end() : match.end() + 60])[:1]
        for word in following:
            spelling = word.spellings[0]
            if word.capital and spelling not in speech.words and spelling not in public_words and len(spelling) > 1:
                yield Person(name=text[match.end() + word.start : match.end() + word.end])


def kin_persons(text: str, public_words: Collection[str], speech: Speech) -> Iterator[Person]:
    """What a relative or friend is called: the word after "motra", "vëllai i saj". With a capital it is a name like any of the file; in small
    letters only where it is set off, and as a likeness ("motra, klea"); with the next one where both are no words.
    """
    found = words(text)
    for place, kin in enumerate(found):
        if kin.spellings[0] not in speech.kin:
            continue
        at = place + 1
        while (
            at < len(found)
            and found[at].spellings[0] in _OF_KIN | _CALLS
            and _LINKED.fullmatch(text, found[at - 1].end, found[at].start)
        ):
            at += 1
        following = _called_so(text, found, at, public_words, speech)
        if following:
            name = " ".join(text[one.start : one.end].capitalize() for one in following)
            yield Person(name=name, told=not following[0].capital)


def _called_so(text: str, found: Sequence[Word], at: int, public_words: Collection[str], speech: Speech) -> list[Word]:
    if at >= len(found):
        return []
    gap = text[found[at - 1].end : found[at].start]
    set_off = gap.strip() or found[at - 1].spellings[0] in _CALLS
    if not _BEFORE_NAME.fullmatch(gap) or not (found[at].capital or set_off):
        return []
    names: list[Word] = []
    for one in found[at : at + 2]:
        beside = not names or text[names[-1].end : one.start] == " "
        if not beside or not _is_unknown(one, public_words, speech) or (names and names[0].capital != one.capital):
            break
        names.append(one)
    return names


def _is_unknown(word: Word, public_words: Collection[str], speech: Speech) -> bool:
    listed = (speech.persons, speech.kin, speech.offices, speech.streets, public_words)
    common = speech.plain if word.capital else speech.words
    return len(word.spellings[0]) > _SHORT and not any(
        one in some for one in word.spellings for some in (common, *listed)
    )


def noted_persons(text: str, public_words: Collection[str], speech: Speech) -> Iterator[Person]:
    """Each single name in a note of the office, which the reader must not learn from it: every word with a capital that is no word of the
    office, no body's and no place's, and one in small letters after what says how somebody is called.
    """
    found = words(text)
    for place, word in enumerate(found):
        called = place > 0 and found[place - 1].spellings[0] in _CALLS
        if not _is_unknown(word, public_words, speech):
            continue
        if called or (word.capital and _is_noted(Around(text, found, place, Names()), speech)):
            yield Person(name=text[word.start : word.end].capitalize())


def _is_noted(around: Around, speech: Speech) -> bool:
    word = around.words[around.place]
    # "Infermierja e qendrës, Mira": what is set off is no place's and no body's.
    set_off = around.place > 0 and "," in around.text[around.words[around.place - 1].end : word.start]
    called = is_called_place(around.words, around.place, speech)
    if not set_off and (called or in_institution(around.text, around.words, around.place, speech.acting)):
        return False
    return not word.opens or word.spellings[0] not in speech.words or tells_of_person(around, speech)


def told_in_file_name(name: str, public_words: Collection[str], speech: Speech) -> Iterator[Person]:
    """The same of the name of a file, in which a hand leaves out the spaces and the capitals: `elira_kodra-2`."""
    parts = [part for part in _APART.split(_CAMEL.sub(" ", name)) if len(part) > 1]
    titled = " ".join(part[:1].upper() + part[1:].lower() for part in parts)
    for person in told_persons(titled, public_words, speech):
        if not any(spelling in speech.plain for word in words(person.name) for spelling in word.spellings):
            yield person
