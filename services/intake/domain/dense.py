"""A name in a script that leaves no blanks between words: Chinese, Japanese, Korean. `児童の山田太郎さんは学校へ`, `김민수가`.

Where a name begins and ends nothing says, so each run of up to so many letters may be one. Katakana is read as hiragana.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import permutations

from services.intake.domain.hits import Hit, Kind, Severity

_LETTER = "\u3005-\u3007\u303b-\u303c\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f"
_BETWEEN = r"[\s\u00ad\u200b-\u200f\u2060\ufeff・･·‧,、，.\-‐–/()（）「」『』\"“”]{0,4}"
_RUN = re.compile(rf"[{_LETTER}](?:{_BETWEEN}[{_LETTER}])*")
_PART = re.compile(f"[{_LETTER}]+")
_SHORTEST, _SURE, _LONGEST = 2, 3, 10
_MOST_PARTS = 3
_VOICED = "\u3099\u309a"
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def dense_names(name: str) -> set[str]:
    """A whole name as it is compared, with its parts in any order."""
    parts = [_folded(part) for part in _PART.findall(name)][:_MOST_PARTS]
    whole = {"".join(some) for some in permutations(parts)} if parts else set()
    return {one for one in whole if _SHORTEST <= len(one) <= _LONGEST}


def dense_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, letters) of each run of letters of a text that may be a whole name."""
    for run in _RUN.finditer(text):
        letters = [
            (place, one) for place in range(*run.span()) if _PART.match(text, place) for one in _folded(text[place])
        ]
        for first in range(len(letters)):
            for last in range(first + _SHORTEST, min(first + _LONGEST, len(letters)) + 1):
                yield letters[first][0], letters[last - 1][0] + 1, "".join(one for _place, one in letters[first:last])


def dense_places(text: str, name: str) -> Iterator[Hit]:
    """Where a text holds this name whole, or one part of it."""
    whole = dense_names(name)
    parts = {_folded(part) for part in _PART.findall(name)} - whole
    for start, end, letters in dense_runs(text) if whole else ():
        if letters in whole or letters in parts:
            yield Hit(start, end, Kind.NAME, severity_of(letters))


def severity_of(letters: str) -> Severity:
    """Of two letters too many words are made."""
    return Severity.STOP if len(letters) >= _SURE else Severity.QUESTION


def _folded(part: str) -> str:
    """Without the marks of voice, which a keyboard of half width writes as letters of their own."""
    plain = unicodedata.normalize("NFKC", part).translate(_TO_HIRAGANA)
    return "".join(_voiceless(one) for one in plain)


def _voiceless(letter: str) -> str:
    return (
        unicodedata.normalize("NFD", letter).strip(_VOICED)
        if letter in _VOICED or "\u3041" <= letter <= "\u309f"
        else letter
    )
