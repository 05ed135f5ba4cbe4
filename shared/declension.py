"""Names of Albanian bodies in the cases that a sentence asks for: `Bashkia Fier` is written to as `Bashkisë Fier`.

Grammar only: Drejtshkrimi i gjuhës shqipe, §§ 2, 47 to 49, 52 and 56. The genitive, the dative and the ablative of a definite noun
are alike; the article before a genitive belongs to the word that governs it, and so to the sentence: `përgjigjja e Bashkisë`.
What no rule can know (an `e` that is "and", a firm, an abbreviation) a person says: see the forms kept in the directory.
"""

from dataclasses import dataclass

#: From the first of these words on a name stays as it is.
_GOVERNED = frozenset({"për", "pranë", "kundër", "në", "me", "nga", "mbi", "ndaj"})
#: After these heads comes the name of a place, whose article is its own: Malësi e Madhe, Vau i Dejës.
_BEFORE_PLACES = frozenset({"bashkia", "këshilli bashkiak"})
#: The same head where another word governs it: Këshilli i Bashkisë Vau i Dejës.
_OF_A_PLACE = "Bashkisë"
_QUOTES = ("“", "„", '"', "«", "'")


@dataclass(frozen=True)
class Declined:
    """A name in the dative, which is its genitive and ablative too, and in the accusative."""

    dative: str
    accusative: str


@dataclass(frozen=True)
class _Ending:
    """What a definite noun ends with in the nominative, the dative and the accusative; its own article as it stands in the
    nominative, and directly after the noun in the two other cases. Later ones are `të`.
    """

    nominative: str
    dative: str
    accusative: str
    article: str
    after_dative: str
    after_accusative: str


def _feminine(nominative: str, dative: str, accusative: str) -> _Ending:
    return _Ending(nominative, dative, accusative, "e", "së", "e")


def _masculine(nominative: str, dative: str, accusative: str) -> _Ending:
    return _Ending(nominative, dative, accusative, "i", "të", "e")


def _plural(nominative: str, dative: str, accusative: str) -> _Ending:
    return _Ending(nominative, dative, accusative, "e", "të", "e")


#: The first that fits holds.
_ENDINGS = (
    _feminine("eja", "esë", "enë"),
    _feminine("ia", "isë", "inë"),
    _feminine("ja", "es", "en"),
    _feminine("a", "ës", "ën"),
    _masculine("i", "it", "in"),
    _masculine("u", "ut", "un"),
    _plural("itë", "ive", "itë"),
    _plural("at", "ave", "at"),
    _plural("et", "eve", "et"),
    _plural("ët", "ëve", "ët"),
)


def declined(name: str) -> Declined:
    """`name`, a definite nominative, in the other cases. A name whose first word no rule knows, or that is written
    in capitals as a firm or an abbreviation is, stays as it is.
    """
    head, *rest = name.replace("Zv/drejtor", "Zëvendësdrejtor").split(" ")
    ending = next((one for one in _ENDINGS if head.lower().endswith(one.nominative)), None)
    if ending is None or head.isupper():
        return Declined(name, name)
    stem = head[: -len(ending.nominative)]
    if any(f"{name.lower()} ".startswith(f"{one} ") for one in _BEFORE_PLACES):
        rest_dative = rest_accusative = rest
    else:
        rest_dative = _with_articles(rest, ending.article, ending.after_dative)
        rest_accusative = _with_articles(rest, ending.article, ending.after_accusative)
    return Declined(
        " ".join([stem + ending.dative, *rest_dative]), " ".join([stem + ending.accusative, *rest_accusative])
    )


def _with_articles(words: list[str], article: str, first: str) -> list[str]:
    """The words after a head: its own article changes, directly after it to `first`, later to `të`; what is governed by another
    word, quoted, or after a comma stays.
    """
    changed: list[str] = []
    for place, word in enumerate(words):
        if word in _GOVERNED or word.startswith(_QUOTES) or words[max(place - 1, 0)] == _OF_A_PLACE:
            return changed + words[place:]
        changed.append((first if place == 0 else "të") if word == article else word)
        if word.endswith(","):
            return changed + words[place + 1 :]
    return changed
