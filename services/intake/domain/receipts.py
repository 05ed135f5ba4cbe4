"""The receipt code: the only key that a complainant holds. It is shown once, typed from paper, and kept by us as a hash.

16 Crockford symbols and a check symbol: 4 locate the complaint (20 bits, no secret), 12 are the secret (60 bits). Below
112 bits OWASP ASVS 5.0 (6.5.2) asks for a password hash: Argon2id over an HMAC whose key lies outside the database.
"""

import hmac
import secrets
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOCATOR_SYMBOLS = 4
SECRET_SYMBOLS = 12
GROUP = 4
#: Longer input is no mistyped code but an attack on the parser (HTTP 422).
LONGEST_INPUT = 64
#: What people write for a digit: Crockford's Base32.
_FOLDED = str.maketrans("OIL", "011", " -\t")
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
#: x^5 + x^2 + 1, primitive over GF(2): its powers of 2 run through all 31 elements, so each place has a weight of its own.
_POLYNOMIAL = 0b100101
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True)
class ReceiptCode:
    """A code whose check symbol holds. `secret` never reaches a log, a URL or the database."""

    locator: str
    secret: str

    def shown(self) -> str:
        """As on the page: `7K2M-9QXR-4TBW-C8ZN-H`."""
        symbols = self.locator + self.secret
        symbols += check_symbol(symbols)
        return "-".join(symbols[begin : begin + GROUP] for begin in range(0, len(symbols), GROUP))


def new_code() -> ReceiptCode:
    return ReceiptCode(_random(LOCATOR_SYMBOLS), _random(SECRET_SYMBOLS))


def relocated(code: ReceiptCode) -> ReceiptCode:
    """The same secret at another locator, for when one is taken: of a million locators some meet early."""
    return ReceiptCode(_random(LOCATOR_SYMBOLS), code.secret)


def read_code(typed: str) -> ReceiptCode | None:
    """The code that was meant, or None. Blanks, dashes, lower case, O for 0 and I or L for 1 are forgiven."""
    if len(typed) > LONGEST_INPUT or not typed.isascii():
        return None
    symbols = typed.upper().translate(_FOLDED)
    if len(symbols) != LOCATOR_SYMBOLS + SECRET_SYMBOLS + 1 or not set(symbols) <= _VALUES.keys():
        return None
    if check_symbol(symbols[:-1]) != symbols[-1]:
        return None
    return ReceiptCode(symbols[:LOCATOR_SYMBOLS], symbols[LOCATOR_SYMBOLS:-1])


def check_symbol(symbols: str) -> str:
    """A weighted sum over GF(32): it changes with each single wrong symbol and with each swap of two different ones.

    Crockford's own check needs five more signs such as `*` and `$`, which nobody reads out over the telephone.
    """
    total, weight = 0, 1
    for symbol in symbols:
        weight = _times(weight, 2)
        total ^= _times(weight, _VALUES[symbol])
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0b100000:
            left ^= _POLYNOMIAL
        right >>= 1
    return product


def _random(symbols: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(symbols))


def keyed(pepper: bytes, complaint_id: UUID, secret: str) -> bytes:
    """The first layer: HMAC-SHA256, different for each complaint; worthless without the pepper."""
    return hmac.digest(pepper, complaint_id.bytes + secret.encode(), "sha256")


def slow_hash(first_layer: bytes) -> str:
    """The second layer: Argon2id (19 MiB, 2 passes, 1 lane), about 50 ms on one core. What the database keeps."""
    return _HASHER.hash(first_layer)


def matches(stored: str | None, first_layer: bytes) -> bool:
    """Whether the hash is of this code. Costs the same without a hash, so that time does not tell which locators exist."""
    try:
        return _HASHER.verify(stored or _nobodys_hash(), first_layer) and stored is not None
    except VerificationError:
        return False


@cache
def _nobodys_hash() -> str:
    return slow_hash(secrets.token_bytes(32))
