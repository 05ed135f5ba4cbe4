"""The text of a page, cut for those who compare it, and read a second time where letters of one word stand apart."""

import re
from collections.abc import Iterator

#: Letters of one piece.
LONGEST = 20_000
#: A drop cap, which is read as a line of its own; capitals of two sizes, which are read as two words.
_DROPPED = re.compile(r"^([^\W\d_])[ \t]*\n[ \t]*(?=[^\W\d_]{2})", re.MULTILINE)
_APART = re.compile(r"(?<![^\W_])([^\W\d_]) (?=[^\W\d_]{2})")


def pieces(said: str) -> Iterator[str]:
    """All of it, in pieces that end where a line does, else between two words."""
    at = 0
    while len(said) - at > LONGEST:
        end = at + LONGEST
        cut = next((one + 1 for sign in "\n ." if (one := said.rfind(sign, at + LONGEST // 2, end)) > 0), end)
        yield said[at:cut]
        at = cut
    yield said[at:]


def second_reading(said: str) -> str:
    """The lines in which a first capital may belong to what follows it, with the two as one word. Nothing says that it does: "A HOXHAJ" may as well be
    two names, so this is read beside what stands there and not in its place.
    """
    joined = _APART.sub(_closed, _DROPPED.sub(_closed, said))
    stood = set(said.splitlines())
    return "\n".join(line for line in joined.splitlines() if line not in stood)


def _closed(found: re.Match[str]) -> str:
    """As it stands where the first letter is a small one, or the rest begins a word of its own."""
    first, after = found[1], found.string[found.end() : found.end() + 2]
    whole = first.isupper() and (after.isupper() or ("\n" in found[0] and after.islower()))
    return first if whole else found[0]
