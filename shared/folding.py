"""Texts without case and marks, so that whoever searches need not write ë and ç: in Python, and the same in SQL."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, literal_column, or_
from sqlalchemy.orm import InstrumentedAttribute

MOST_WORDS = 8
Column = ColumnElement[str] | InstrumentedAttribute[str]
#: Endings of Albanian nouns in other cases than that of a list, folded, the longest first (declension.py says which they are); and the
#: articles that come between them.
_ENDINGS = ("ise", "ine", "ive", "ite", "ave", "eve", "es", "en", "it", "in", "ut", "un", "ve")
_ARTICLES = frozenset({"e", "i", "se", "te"})
#: Prepositions before the name of a place or a body, folded.
_PREPOSITIONS = frozenset({"ne", "nga", "per", "tek"})
#: Endings of a definite noun in the nominative, folded: Kukësi, Tropoja, autobusat. What is left without one of them is looked for at
#: the beginning of a word only: `has` of Hasi is in Hasani no less than in Has, but not in `dhashë`.
_NOMINATIVES = ("at", "et", "i", "a")
_SHORTEST_STEM = 3
_VOWELS = frozenset("aeiouy")


def folded(text: str) -> str:
    """`text` without case and marks, so that `tropoje` finds Tropojë and `corovode` Çorovodë; and without what is invisible,
    such as the direction marks and soft hyphens that come along when something is copied.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")


def words_in(text: str) -> list[str]:
    """The words that are looked for, folded; what people type into an address may hold a NUL, which PostgreSQL's text cannot."""
    return folded(text).replace("\0", " ").split()[:MOST_WORDS]


@dataclass(frozen=True)
class _Sought:
    """One word that is looked for. `anywhere`: what of it stays the same in every case, be it inside a word; `begins`: a stem with which
    a word begins.
    """

    anywhere: tuple[str, ...]
    begins: tuple[str, ...]


def _sought(text: str) -> list[_Sought]:
    """Each word that is looked for: `Bashkisë së Tiranës` means Bashkia Tiranë too, and so does `në Tirana`."""
    words = words_in(text)
    said = [word for word in words if word not in _ARTICLES | _PREPOSITIONS] or words
    return [_Sought(tuple(_forms(word)), tuple(_stems(word, _NOMINATIVES))) for word in said]


def _forms(word: str) -> Iterator[str]:
    yield word
    yield from _stems(word, _ENDINGS)


def _stems(word: str, endings: Iterable[str]) -> Iterator[str]:
    """What is left of it without the first of these endings that it has."""
    for ending in endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            yield stem
            # Shkodra of Shkodër, Kuksi of Kukës: the vowel that falls out before an ending.
            if not _VOWELS & set(stem[-2:]):
                yield f"{stem[:-1]}e{stem[-1]}"
            return


def holds_words(column: Column, text: str) -> ColumnElement[bool]:
    """A folded column holds every word of `text`, in whichever case; no row, where that leaves no word. Looks at every row that other
    conditions leave, which takes 10 ms for 20,000: an index on parts of words needs an extension that not every installation has.
    """
    words = _sought(text)
    return and_(*(_holds(column, one) for one in words)) if words else false()


def _holds(column: Column, sought: _Sought) -> ColumnElement[bool]:
    inside = (column.contains(one, autoescape=True) for one in sought.anywhere)
    begins = (column.regexp_match(rf"\m{one}") for one in sought.begins if one.isalnum())
    return or_(*inside, *begins)


def is_in(text: str, name: str) -> bool:
    """The same of a name that stands in no column."""
    words, held = _sought(text), folded(name)
    return bool(words) and all(_is_in(one, held) for one in words)


def _is_in(sought: _Sought, held: str) -> bool:
    inside = any(one in held for one in sought.anywhere)
    return inside or any(re.search(rf"\b{re.escape(one)}", held) for one in sought.begins)


def folded_column(expression: Column) -> ColumnElement[str]:
    """What `folded` makes of a text, in SQL: for a generated column, or for rows so few that nobody keeps them folded."""
    decomposed = func.lower(func.normalize(expression, literal_column("NFKD")))
    return func.regexp_replace(decomposed, r"[\u0300-\u036f]", "", "g")
