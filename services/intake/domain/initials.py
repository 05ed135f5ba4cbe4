"""Initials: `A. H.`, `A.H.`, `E. K-së`, of a person whose name the same file holds."""

import re
from collections.abc import Collection, Iterator, Sequence

from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.written import spellings

_LETTER = r"(?:(?:G[Jj]|[SXZTD][Hh]|N[Jj]|L[Ll]|R[Rr]|[A-ZÀ-ÖØ-ÞĆČĐŠŽΑ-ΩА-Я])[\u0300-\u036f]?)"
_RUN = re.compile(rf"(?<!\w){_LETTER}(?:(?:\.[\s\-]{{0,3}}|[ ]){_LETTER})+(?![^\W\d_\u0300-\u036f])")
_ONE = re.compile(_LETTER)


def initial_places(text: str, tokens: Sequence[str], abbreviations: Collection[str]) -> Iterator[Hit]:
    """Where two initials or more are those of `tokens`, the parts of a name, in its order or with the family name first.

    What is an abbreviation too ("sh.a.") is a question.
    """
    names = [token for token in tokens if len(token) > 1]
    for match in _RUN.finditer(text):
        written = _ONE.findall(match.group())
        initials = [spellings(one)[0] for one in written]
        if _are_of(initials, names) or _are_of(initials, names[::-1]):
            doubtful = "".join(initials) in abbreviations and " " not in match.group()
            yield Hit(match.start(), match.end(), Kind.INITIALS, Severity.QUESTION if doubtful else Severity.STOP)


def _are_of(initials: Sequence[str], names: Sequence[str]) -> bool:
    """Whether each is the beginning of a name, in the order of the names, some of which may be left out."""
    left = iter(names)
    return all(any(name.startswith(initial) for name in left) for initial in initials)
