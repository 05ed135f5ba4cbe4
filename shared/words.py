"""Texts that are said when a page is, in the language of whoever reads it. What lists and answers need of it, without the web."""

from collections.abc import Callable

from flask_babel import LazyString, get_locale, ngettext

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


def late_words(days: int) -> str:
    """By how much something is late, such as "12 ditë me vonesë": the office and the bodies read the same."""
    return str(ngettext("%(num)d ditë me vonesë", "%(num)d ditë me vonesë", days))
