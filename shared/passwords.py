"""What a password may be: one rule for the people of the office and of the bodies, wherever a password is set.

It asks for length, not for signs of several kinds, and refuses what a guesser tries first: passwords of known breaches, few
different characters, the same twice, and little more than names around the account, words of the house (`data/passwords.yaml`)
and up to two short passwords of breaches, backwards and with signs for letters too.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.rules import ContentViolation
from shared.yaml_files import read_yaml

DATA = Path(__file__).parent / "data"
#: Hashing is slow on purpose, and slower for longer text; the log-in reads no more.
LONGEST = 200
#: Of the SHA-256 of a breached password.
PREFIX_BYTES = 6
#: Shorter parts of a name stand in many words.
_SHORTEST_NAME = 3
#: Shorter ones are syllables of other words.
SHORTEST_PART = 4
_SIGNS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
#: Between the digits at both ends, and before those at its end.
_CORES = (re.compile(r"(\d*)(.*?)(\d*)", re.DOTALL), re.compile(r"()(.*?)(\d*)", re.DOTALL))
#: Signs that stand for letters; 1 for either of two.
_LEET = tuple(str.maketrans("@4301$57!", f"aaeo{one}ssti") for one in "il")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Least characters `alone` and `with_second_factor`; how many `distinct` ones are too few; what must be left (`rest`) of it."""

    alone: int
    with_second_factor: int
    distinct: int
    rest: int
    words: tuple[str, ...]


class Prefixes(Sequence[bytes]):
    """Sorted beginnings of hashes, side by side in one file: searched without being loaded one by one."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __len__(self) -> int:
        return len(self.content) // PREFIX_BYTES

    def __getitem__(self, at: int) -> bytes:  # type: ignore[override]  # no slices of it are asked for
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self.content[at * PREFIX_BYTES : (at + 1) * PREFIX_BYTES]

    def __contains__(self, prefix: object) -> bool:
        if not isinstance(prefix, bytes):
            return False
        at = bisect_left(self, prefix)
        return at < len(self) and self[at] == prefix


@cache
def rule() -> Rule:
    told = read_yaml(DATA / "passwords.yaml")
    lengths = {name: told["rule"][name] for name in ("alone", "with_second_factor", "distinct", "rest")}
    return Rule(**lengths, words=tuple(told["words"]))


@cache
def breached() -> Prefixes:
    return Prefixes((DATA / "passwords.bin").read_bytes())


@cache
def parts() -> Prefixes:
    """What is in the list but too short to be a password here."""
    return Prefixes((DATA / "password_parts.bin").read_bytes())


def shortest(*, second_factor: bool = False) -> int:
    """The least length of a password of an account with or without a second factor."""
    return rule().with_second_factor if second_factor else rule().alone


def check(password: str, *, names: Iterable[str] = (), second_factor: bool = False, field: str = "password") -> None:
    """Refuse a password that is too easy to guess (`ContentViolation` at `field`). `names`: of person, account and body."""
    asked = rule()
    if len(password) > LONGEST:
        raise _refused("password_long", f"a password has at most {LONGEST} characters", field)
    if len(password) < (least := shortest(second_factor=second_factor)):
        code = "password_short_beside" if second_factor else "password_short"
        raise _refused(code, f"a password has at least {least} characters", field)
    if len(set(folded(password))) <= asked.distinct:
        raise _refused("password_few_signs", "too few different characters", field)
    if prefix_of(password) in breached():
        raise _refused("password_breached", "this password is known from a breach", field)
    if _is_little_more(password, (*names, *asked.words), asked.rest, least):
        raise _refused("password_guessable", "little more than names and words that are tried first", field)


def folded(password: str) -> str:
    return unicodedata.normalize("NFKC", password).casefold()


def prefix_of(password: str) -> bytes:
    return hashlib.sha256(folded(password).encode(errors="replace")).digest()[:PREFIX_BYTES]


def _is_little_more(password: str, names: Iterable[str], rest: int, least: int) -> bool:
    """Whether it is a shorter one repeated, or less than `rest` characters remain once names and known words are taken out."""
    known = {part for name in names for part in _SIGNS.split(_unmarked(name)) if len(part) >= _SHORTEST_NAME}
    bare = _bared(password)
    once = _once(bare)
    if once != bare and len(once) < least:
        return True
    return any(_left_of(_SIGNS.sub("", text), known) < min(rest, len(bare)) for text in _readings(_unmarked(password)))


def _readings(text: str) -> Iterator[str]:
    """As it stands, backwards, and with letters for signs that stand for them, years around it left out."""
    yield text
    yield text[::-1]
    for match in filter(None, (core.fullmatch(text) for core in _CORES)):
        head, core, tail = match.groups()
        yield from (f"{head}{core.translate(table)}{tail}" for table in _LEET)


def _left_of(bare: str, known: Iterable[str]) -> int:
    """How many characters are neither of known words, the longest first, nor of runs (abcd, 4321); beside words a digit is half a one."""
    whole = bare
    for part in sorted(known, key=len, reverse=True):
        bare = bare.replace(part, "")
    if _are_common(_DIGITS.sub("", bare)):
        bare = "".join(_DIGITS.findall(bare))
    left = _out_of_runs(bare)
    return len(left) if bare == whole else len(left) - (sum(map(str.isdigit, left)) + 1) // 2


def _are_common(letters: str) -> bool:
    """Whether it is one or two short passwords of breaches."""
    cuts = range(SHORTEST_PART, len(letters) - SHORTEST_PART + 1)
    return _is_common(letters) or any(_is_common(letters[:at]) and _is_common(letters[at:]) for at in cuts)


def _is_common(letters: str) -> bool:
    return len(letters) >= SHORTEST_PART and prefix_of(letters) in parts()


def _once(text: str) -> str:
    """Its shortest beginning of which all of it is made by repeating; the last time may be cut off, the first is whole twice."""
    periods = range(1, len(text) // 2 + 1)
    return next((text[:at] for at in periods if text[at:] == text[:-at]), text)


def _out_of_runs(text: str) -> str:
    """The characters that are neither the one before nor its neighbour in the alphabet."""
    return "".join(sign for before, sign in zip(" " + text, text, strict=False) if abs(ord(sign) - ord(before)) > 1)


def _bared(password: str) -> str:
    return _SIGNS.sub("", _unmarked(password))


def _unmarked(text: str) -> str:
    """Folded, and without diacritics."""
    decomposed = unicodedata.normalize("NFKD", folded(text))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _refused(code: str, message: str, field: str) -> ContentViolation:
    return ContentViolation(message, code=code, field=field)
