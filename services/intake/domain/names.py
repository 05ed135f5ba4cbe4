"""Whether a summary that is to be neutral names someone: the last look before words leave the sealed file.

It looks for what the complaint itself holds: names (in the forms that Albanian gives them), telephone numbers, e-mail
addresses, streets. It cannot know a nickname or a description; the officer remains responsible for those.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d(?:[ ./()-]{0,2}\d)+")
#: Albania's personal number: letter, eight digits, letter.
_PERSONAL_NUMBER = re.compile(r"\b[A-Z]\d{8}[A-Z]\b")
_PHONE_DIGITS = 8
_FEWEST_PHONE_DIGITS = 6
_SHORTEST_LOCAL_PART = 5
#: Endings of case and definiteness on a name that is kept whole (Besnik-ut), and on one that loses its last vowel (Art-ës).
_AFTER_WHOLE = ("i", "u", "it", "ut", "in", "un", "n", "s", "t", "se", "ve", "ja", "jes", "jen", "je")
_AFTER_STEM = ("a", "e", "es", "en", "ja", "jes", "jen", "je")
#: What stands in any address and says nothing.
_STREET_WORDS = frozenset(
    [
        "rruga",
        "rruges",
        "lagjja",
        "lagja",
        "lagje",
        "fshati",
        "fshat",
        "njesia",
        "administrative",
        "bashkia",
        "qyteti",
        "qytet",
        "pallati",
        "pallat",
        "shkalla",
        "hyrja",
        "apartamenti",
        "apartament",
        "kati",
        "numri",
        "bulevardi",
        "sheshi",
        "prane",
        "afer",
        "shqiperi",
        "shqiperia",
        "albania",
        "street",
        "road",
        "flat",
        "floor",
    ]
)
_SHORTEST_STREET_WORD = 4


@dataclass(frozen=True)
class Person:
    """What the sealed file knows of one person. Empty members match nothing."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


def names_someone(text: str, persons: Iterable[Person], public_words: Iterable[str] = ()) -> bool:
    """Whether `text` holds a name, number, e-mail or street of one of `persons`, or any personal number.

    `public_words` are names of places and bodies that a summary may hold although they stand in an address too.
    """
    text = unicodedata.normalize("NFC", text)
    if _PERSONAL_NUMBER.search(text):
        return True
    words = [(word, _folded(word)) for word in _WORD.findall(text)]
    places = {_folded(word) for words_of in public_words for word in _WORD.findall(words_of)}
    return any(
        _has_name(words, person.name)
        or _has_phone(text, person.phone)
        or _has_email(text, person.email)
        or _has_street(words, person.address, places)
        for person in persons
    )


def _has_name(words: list[tuple[str, str]], name: str) -> bool:
    for token in map(_folded, _WORD.findall(name)):
        forms = set(_forms(token))
        for word, folded in words:
            # Lower case is taken for the name only in its plain form: Mira is a name, "e mirë" is not.
            if folded == token and (len(token) > 2 or word[0].isupper()):
                return True
            if word[0].isupper() and folded in forms:
                return True
    return False


def _forms(token: str) -> Iterator[str]:
    if len(token) < 3:
        return
    yield from (token + ending for ending in _AFTER_WHOLE)
    if token[-1] in "aeiou":
        yield from (token[:-1] + ending for ending in _AFTER_STEM)


def _has_phone(text: str, phone: str) -> bool:
    digits = re.sub(r"\D", "", phone)[-_PHONE_DIGITS:]
    if len(digits) < _FEWEST_PHONE_DIGITS:
        return False
    return any(digits in re.sub(r"\D", "", number) for number in _NUMBER.findall(text))


def _has_email(text: str, email: str) -> bool:
    local = email.partition("@")[0].casefold()
    if not local:
        return False
    return email.casefold() in text.casefold() or (len(local) >= _SHORTEST_LOCAL_PART and local in text.casefold())


def _has_street(words: list[tuple[str, str]], address: str, places: set[str]) -> bool:
    street = {
        token
        for token in map(_folded, _WORD.findall(address))
        if len(token) >= _SHORTEST_STREET_WORD and token not in _STREET_WORDS and token not in places
    }
    return any(folded in street for _, folded in words)


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
