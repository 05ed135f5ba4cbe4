"""Whether a word that is somebody's name too is used as the word that it is: `për jetë`, `Durimi i prindërve`.

Of a name in small letters, or at the beginning of a sentence, the letters say nothing; what stands beside it does.
"""

import re

from services.intake.domain.owners import Around
from services.intake.domain.predicates import is_of_person
from services.intake.domain.said import ARTICLES
from services.intake.domain.speech import Speech

_PASSIVE = "u"
#: Said of a thing as of a person, or no verb alone: "nuk ka dritë", "pa durim", "besa u mbajt".
_OF_ANYTHING = frozenset(
    {"ka", "kishte", "eshte", "ishte", "is", "was", "has", "did", "does", "s", "nuk", "po", "pa", "u"}
)
_CALLED = frozenset({"quhet", "quhej", "quajne", "therrasin", "thirret", "emri", "emrin", "emer", "named", "called"})
QUOTES = ('"', "“", "„", "«")
_GENITIVES = ("s", "t", "ve")
#: "Drita e klasës VI" is a child; "Drita e korridorit" is none.
_OF_CHILDREN = ("klas", "shkoll", "fshat", "lagj", "kopsht", "cerdh", "konvikt", "grup")
_ANYBODY = ("femij", "prind", "nxenes", "njer", "nenave", "qytetar")
_TO_US = frozenset({"na", "ju"})
_OF_PLACES = frozenset(
    {"ne", "bashkia", "bashkise", "bashkine", "qarku", "qarkut", "qarkun", "rrethi", "rrethit", "rrethin"}
)
#: "Foto: agim besa", "agim besa, klasa v".
_LABELLED = re.compile(r"[^\W\d_]\s?:\s?\Z")
_OF_CLASS = re.compile(
    r"[\s,(\-–—]{1,4}(?:(?:nga|i|e|from|of)\s+|nx[ëe]n[ëe]s\w*\s+){0,2}(?:klas\w+|kl\.|class|grade)", re.IGNORECASE
)
_LABEL_AHEAD = 6
_AND = frozenset({"dhe", "and"})


def tells_of_person(around: Around, speech: Speech) -> bool:
    """Whether the words beside it say that somebody is meant: "u dëgjua drita", "nëna e dritës", "drita, 12 vjeçe", "drita mungonte"."""
    before, ahead = around.spelt(-1), around.spelt(-2)
    acts = (speech.verbs | speech.deeds) - _OF_ANYTHING
    people = speech.persons | speech.kin
    said_before = before in acts or before in people or before in _CALLED
    undergone_before = ahead == _PASSIVE and before in speech.undergone
    if said_before or undergone_before or (before in ARTICLES and ahead in people):
        return True
    after, next_after = around.spelt(1), around.spelt(2)
    if after in _TO_US and next_after in acts:
        return True
    if after in acts or (after == _PASSIVE and next_after in speech.undergone):
        return True
    word = around.words[around.place]
    return is_of_person(around.text, word.end, word.spellings[0], speech.kin, speech.deeds)


def names_somebody(first: Around, last: Around, speech: Speech) -> bool:
    """Whether the words beside two that stand together say that somebody is called so: as of one, by a label before, or by a class."""
    start, end = first.words[first.place].start, last.words[last.place].end
    labelled = _LABELLED.search(first.text, max(0, start - _LABEL_AHEAD), start) is not None
    if labelled or _OF_CLASS.match(last.text, end) is not None:
        return True
    return tells_of_person(first, speech) or tells_of_person(last, speech)


def is_somethings(around: Around, speech: Speech) -> bool:
    """Whether it is that of a thing in small letters: "Durimi i prindërve", "Jeta e fëmijës"; of a class or a village a child may be. Or
    stands with another such word: "Besa dhe liria", "Petrit dhe sokol".
    """
    if around.spelt(1) in _AND and (other := around.near(2)) is not None:
        return not other.capital and other.spellings[0] in speech.words - speech.plain - speech.persons - speech.kin
    article, owner = around.spelt(1), around.near(2)
    if article not in ARTICLES or owner is None or owner.capital or around.text[around.words[around.place].end] != " ":
        return False
    spelling = owner.spellings[0]
    # "Besa e mësueses" may be her daughter.
    people = speech.persons | speech.kin | speech.offices
    if spelling in people:
        return spelling.startswith(_ANYBODY) and spelling.endswith(_GENITIVES)
    return spelling in speech.words and spelling.endswith(_GENITIVES) and not spelling.startswith(_OF_CHILDREN)


def begins_quote(around: Around) -> bool:
    """Whether what somebody says begins with it, as a sentence does: “Besa dhe shpresa na mbajnë bashkë”."""
    return around.text[: around.words[around.place].start][-1:] in QUOTES


def is_in_place(around: Around) -> bool:
    """Whether it is what a place is called: "në Vlorë", "Bashkia Vlorë". Nobody is within a person."""
    return around.spelt(-1) in _OF_PLACES
