"""Whether a name is that of a school, a street, a square or a hospital, which bears it after somebody: `shkolla 9-vjeçare “Naim Frashëri”`."""

import re
from collections.abc import Collection, Sequence

from services.intake.domain.written import Word, folded, tokens

QUOTES = "\"“”„‟«»‹›'‘’‚`"
_NOUN = (
    r"shkoll(?:a|[ëe]|[ëe]n|[ëe]s|at|ave)|gjimnaz(?:i|in|it)?|kopsht(?:i|in|it)?|[çc]erdh(?:ja|en|es|e)|spital(?:i|in|it)?"
    r"|konvikt(?:i|in|it)?|kolegj(?:i|in|it)?|universitet(?:i|in|it)?|akademi(?:a|[ëe]|n[ëe]|s[ëe])|bibliotek(?:a|[ëe]n|[ëe]s)"
    r"|rrug(?:a|[ëe]|[ëe]n|[ëe]s)|rr\.|bulevard(?:i|in|it)?|blv\.|shesh(?:i|in|it)?|stadium(?:i|in|it)?|teat[ëe]?r(?:i|in|it)?"
    r"|muze(?:u|un|ut)|school|kindergarten|hospital|university|college|library|street|square|boulevard"
)
_OF_WHAT_KIND = (
    r"\d{1,2}[\s\-–]?vje[çc]are?|(?:e|i|s[ëe]|t[ëe])\s+(?:mes(?:me|em)|lart[ëe]|ul[ëe]t|bashkuar|p[ëe]rgjithsh(?:me|em)|mjedisit)"
    r"|n[ëe]nt[ëe]vje[çc]are|tet[ëe]vje[çc]are|fillore|baz[ëe]|arsimore|publike?|jopublike?|private?|profesionale?|artistike?|sportive?"
    r"|rajonale?|universitare?|bashkiake?|qendrore?|shtet[ëe]rore?|teknike?|ekonomike?|gjimnaz|called|named|me\s+emrin|nr\.\s?\d{1,3}"
)
_AHEAD = re.compile(
    rf"(?P<owner>\b[^\W\d_]+\s+(?:i|e|t[ëe]|s[ëe])\s+)?(?<!\w)(?:{_NOUN})(?:\s+(?:{_OF_WHAT_KIND}))*(?:\s*(?P<quote>[{QUOTES}])\s*|\s+)\Z",
    re.IGNORECASE,
)
#: How far before a name the noun stands.
_NEAR = 90
_MOST_NAMES = 3


def is_institution(text: str, start: int, persons: Collection[str]) -> bool:
    """Whether what begins there is what an institution is called. "Mësuesi i shkollës Agim Topi" is a teacher, without quotes: `persons`."""
    return bool(kind_ahead(text, start, persons))


def kind_ahead(text: str, start: int, persons: Collection[str]) -> list[str]:
    """The words right before that say what kind of institution is called by what begins there, as they are compared; none where none is."""
    ahead = _AHEAD.search(text, max(0, start - _NEAR), start)
    if ahead is None:
        return []
    owner = ahead["owner"] or ""
    if owner and ahead["quote"] is None and folded(owner.split()[0]) in persons:
        return []
    return tokens(ahead.group().removeprefix(owner))


def is_quoted(text: str, start: int) -> bool:
    """Whether a quotation begins right before."""
    return text[max(0, start - 1) : start] in set(QUOTES)


def in_institution(text: str, found: Sequence[Word], place: int, persons: Collection[str]) -> bool:
    """Whether one of these words, or the words with a capital right before it, begin what an institution is called."""
    for first in range(place, max(-1, place - _MOST_NAMES), -1):
        if not found[first].capital:
            return False
        if is_institution(text, found[first].start, persons):
            return True
        if first and not text[found[first - 1].end : found[first].start].isspace():
            return False
    return False
