"""What stands beside the name of a body without quotes: the word for what it is, in a definite case, and nothing that is told of a person."""

import re
from collections.abc import Sequence

from services.intake.domain.said import ARTICLES
from services.intake.domain.speech import Speech
from services.intake.domain.written import Word

#: By the end of a word for a body in the directory, where it is definite, what stands for that end in its definite cases.
_DEFINITE = (
    ("ia", ("ia", "ine", "ise", "ite", "ive")), ("ja", ("ja", "jen", "jes", "en", "es", "et", "eve")), ("a", ("a", "en", "es", "at", "ave")),
    ("i", ("i", "in", "it", "et", "eve")), ("u", ("u", "un", "ut")),
)  # fmt: skip
#: An age; a school of nine years is no child of nine.
_AGE = re.compile(
    r"(?!\s[89][\s\-–]vje[çc]are\b)[\s,(\-–—:]{0,4}(?:(?:me\s)?mosh\w*\s)?(?:\d{1,2}|[^\W\d_]{2,14})[\s\-–]{1,2}(?:vje[çc]|years?[\s\-]old)|\s?\(\s?\d{1,2}\s?\)|,\s\d{1,2}\s?,|[\s,]{1,2}aged\b",
    re.IGNORECASE,
)  # fmt: skip
_BESIDE = re.compile(r"[\s,(\-–—:]{1,4}")
#: What is said of a pupil or of who was born, beside words for relatives.
_OF_PERSON = frozenset({"nxenes", "nxenese", "nxenesi", "nxenesja", "lindur", "pupil", "born"})
_LINKS = frozenset({*ARTICLES, "dhe", "edhe", "me", "bashke", "and", "his", "her"})
#: With which a word for a body ends in the cases in which it is no subject.
_OBLIQUE = "nst"
#: Behind these "shkolla" is no subject.
_TOWARDS = frozenset({"te", "tek", "nga"})
_NOT = frozenset({"nuk", "s", "po", "do"})
#: What a body or a thing does as well: "Në shkollën Sami Frashëri mungon uji", "Nga shkolla Sami Frashëri erdhi përgjigjja".
_OF_ANYTHING = frozenset(
    [
        "deklaroi", "deklaron", "did", "does", "doli", "erdhi", "eshte", "has", "is", "ishte", "iu", "ka", "kerkoi", "kerkon", "kishte", "mbeti", "merr", "mori",
        "mungoi", "mungon", "mungonte", "ndodhej", "ndodhet", "nuk", "pa", "pesoi", "po", "s", "said", "says", "shkroi", "shkruan", "shkruante", "shpjegoi",
        "tha", "thoshte", "thote", "tregoi", "tregon", "u", "vazhdoi", "vazhdon", "vjen", "was",
    ]
)  # fmt: skip


def is_definite(spelling: str, kind: str) -> bool:
    """Whether it is a definite case of what the directory calls a body: "shkollës" of "shkolla", and never "shkollë"; of an English word
    that word.
    """
    for end, others in _DEFINITE:
        if kind.endswith(end):
            return spelling in {kind.removesuffix(end) + other for other in others}
    return spelling == kind


def may_be_person(text: str, found: Sequence[Word], head: int, last: int, speech: Speech) -> bool:
    """Whether what follows a name that ends with the word `last`, behind a word for a body, is an age, a relative, or what a person does
    where the body is no subject: "Nga shkolla Sami Frashëri iku".
    """
    if _AGE.match(text, found[last].end):
        return True
    following = [word.spellings[0] for word in found[last + 1 : last + 4]]
    beside = following and _BESIDE.fullmatch(text, found[last].end, found[last + 1].start) is not None
    while following and following[0] in _LINKS:
        following = following[1:]
    if beside and following and (following[0] in speech.kin or following[0] in _OF_PERSON):
        return True
    return _is_beside(found, head) and _acts(text, found, head, last, speech)


def _is_beside(found: Sequence[Word], head: int) -> bool:
    """Whether the word for the body is no subject."""
    before = found[head - 1].spellings[0] if head else ""
    return found[head].spellings[0][-1] in _OBLIQUE or before in _TOWARDS


def _acts(text: str, found: Sequence[Word], head: int, last: int, speech: Speech) -> bool:
    following = [word.spellings[0] for word in found[last + 1 : last + 4]]
    if not following or text[found[last].end : found[last + 1].start].strip():
        return False
    while following and following[0] in _NOT:
        following = following[1:]
    if following[:1] == ["u"]:
        return following[1:2] != [] and following[1] in speech.undergone
    done = speech.verbs - _OF_ANYTHING
    # Of "Bordi i shkollës Sami Frashëri priti" the board is the subject.
    owned = head > 0 and found[head - 1].spellings[0] in ARTICLES and found[head].spellings[0][-1] in _OBLIQUE
    return bool(following) and (following[0] in done or (not owned and following[0] in speech.deeds))
