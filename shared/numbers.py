"""Reference numbers that people read aloud: prefix, year, running number, check digit (ISO/IEC 7064 MOD 11,10)."""

import re
import unicodedata
from collections.abc import Iterable

from stdnum.iso7064 import mod_11_10

_SHAPE = re.compile(r"([A-Z]{1,2})-(\d{4})-(\d{5,7})-(\d)\Z")
#: As people write one: any dashes or none, the year, the running number with or without its zeros, perhaps the check digit.
_WRITTEN = re.compile(r"([A-Z]{1,2}?)?-?((?:[1IL]9|2[0O])[\dOIL]{2})-?([\dOIL]{1,8})(?:-([\dOIL]))?\Z")
#: What is typed for a digit.
_MISREAD = str.maketrans("OIL", "011")
_PLACES = 5


def reference(prefix: str, year: int, running: int) -> str:
    """`R-2026-00014-7` for ("R", 2026, 14)."""
    digits = f"{year:04d}{running:05d}"
    return f"{prefix}-{year:04d}-{running:05d}-{mod_11_10.calc_check_digit(digits)}"


def is_valid(number: str) -> bool:
    """Whether the check digit holds; catches each single wrong digit and nearly all swaps."""
    match = _SHAPE.fullmatch(number)
    return match is not None and bool(mod_11_10.is_valid(match[2] + match[3] + match[4]))


def meant(text: str, prefixes: Iterable[str]) -> tuple[str, ...]:
    """The numbers of the series `prefixes` that somebody may mean by `text`: `A-2026-00007-5` by `a 2026 00007 5`, `A2026000075`
    and `A-2026-7`, and by `2026-7` that of every series.

    A missing check digit is no fault, a wrong one is: then nothing is meant. A letter for a digit (O, I, L) is believed only
    where the check digit proves it.
    """
    written = _WRITTEN.fullmatch(_plain(text))
    if written is None:
        return ()
    year, series = written[2], [one for one in prefixes if written[1] in (None, "", one)]
    running = _running(written)
    return tuple(reference(one, int(year.translate(_MISREAD)), running) for one in series) if running else ()


def as_written(text: str, prefixes: Iterable[str]) -> tuple[str, ...]:
    """What to look for: the numbers that are meant, and what is written, since a number that others gave may have no check digit."""
    return (*meant(text, prefixes), text.strip().upper())


def is_written_as_number(text: str, prefixes: Iterable[str]) -> bool:
    """Whether it can only be meant as a number of one of these series, be it a wrong one."""
    written = _WRITTEN.fullmatch(_plain(text))
    return written is not None and written[1] in set(prefixes)


def _plain(text: str) -> str:
    """In capitals, with one dash for whatever stands between letters and digits."""
    return re.sub(r"[^A-Z0-9]+", "-", unicodedata.normalize("NFKC", text).upper()).strip("-")


def _running(written: re.Match[str]) -> int:
    """The running number that it is read as; 0 for none. Of six digits and more the last may be the check digit."""
    year, running, check = written[2], written[3], written[4]
    if check is None and len(running) > _PLACES and _holds(year, running[:-1], running[-1]):
        running, check = running[:-1], running[-1]
    read = _holds(year, running, check) if check else (year + running).isdecimal()
    return int(running.translate(_MISREAD)) if read else 0


def _holds(year: str, running: str, check: str) -> bool:
    return bool(mod_11_10.is_valid(f"{year}{running:0>{_PLACES}}{check}".translate(_MISREAD)))
