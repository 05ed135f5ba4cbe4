"""Reference numbers that people read aloud: prefix, year, running number, check digit (ISO/IEC 7064 MOD 11,10)."""

import re

from stdnum.iso7064 import mod_11_10

_SHAPE = re.compile(r"([A-Z]{1,2})-(\d{4})-(\d{5,7})-(\d)\Z")


def reference(prefix: str, year: int, running: int) -> str:
    """`R-2026-00014-7` for ("R", 2026, 14)."""
    digits = f"{year:04d}{running:05d}"
    return f"{prefix}-{year:04d}-{running:05d}-{mod_11_10.calc_check_digit(digits)}"


def is_valid(number: str) -> bool:
    """Whether the check digit holds; catches each single wrong digit and nearly all swaps."""
    match = _SHAPE.fullmatch(number)
    return match is not None and bool(mod_11_10.is_valid(match[2] + match[3] + match[4]))
