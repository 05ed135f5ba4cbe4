"""Texts without case and marks, so that whoever searches need not write ë and ç: in Python, and the same in SQL."""

import unicodedata
from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, false, func, literal_column, or_
from sqlalchemy.orm import InstrumentedAttribute

MOST_WORDS = 8
Column = ColumnElement[str] | InstrumentedAttribute[str]
#: Endings of Albanian nouns in other cases than that of a list, folded, the longest first (declension.py says which they are); and the
#: articles that come between them.
_ENDINGS = ("ise", "ine", "ive", "ite", "ave", "eve", "es", "en", "it", "in", "ut", "un", "ve")
_ARTICLES = frozenset({"e", "i", "se", "te"})
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


def spellings(text: str) -> list[tuple[str, ...]]:
    """Each word that is looked for, with what of it stays the same in every case: `Bashkisë së Tiranës` means Bashkia Tiranë too."""
    words = words_in(text)
    said = [word for word in words if word not in _ARTICLES] or words
    return [tuple(_forms(word)) for word in said]


def _forms(word: str) -> Iterator[str]:
    yield word
    for ending in _ENDINGS:
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
    words = spellings(text)
    return (
        and_(*(or_(*(column.contains(one, autoescape=True) for one in forms)) for forms in words)) if words else false()
    )


def is_in(text: str, name: str) -> bool:
    """The same of a name that stands in no column."""
    words, held = spellings(text), folded(name)
    return bool(words) and all(any(one in held for one in forms) for forms in words)


def folded_column(expression: Column) -> ColumnElement[str]:
    """What `folded` makes of a text, in SQL: for a generated column, or for rows so few that nobody keeps them folded."""
    decomposed = func.lower(func.normalize(expression, literal_column("NFKD")))
    return func.regexp_replace(decomposed, r"[\u0300-\u036f]", "", "g")
