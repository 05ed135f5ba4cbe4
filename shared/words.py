"""Texts that are said when a page is, in the language of whoever reads it. What lists and answers need of it, without the web."""

from collections.abc import Callable

from flask_babel import LazyString, get_locale

DEFAULT_LANGUAGE = "sq"


def language() -> str:
    """Either sq or en: the running request's, "sq" outside of one."""
    locale = get_locale()
    return str(locale.language) if locale else DEFAULT_LANGUAGE


def said(words: Callable[[str], str]) -> str:
    """A lazy text: `words` of the reader's language."""
    return LazyString(lambda: words(language()))


def inside(word: str) -> str:
    """A label as it stands inside a sentence: its first letter small; names in it keep theirs."""
    return word[:1].lower() + word[1:]
