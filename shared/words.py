"""Texts that are said when a page is, in the language of whoever reads it."""

from collections.abc import Callable

from flask_babel import LazyString, get_locale


def said(words: Callable[[str], str]) -> str:
    """A lazy text: `words` of the reader's language (sq, en)."""
    return LazyString(lambda: words(str(get_locale() or "sq")[:2]))
