"""What stands on a paper so that it can be found and proved: its number in the protocol book, its check code.

The first paper of a matter takes a full number, later ones the same number with a rising fraction: 465, 465/1, 465/2 (norms of the
General Directorate of Archives, law 9154/2003 art. 15).
"""

from collections.abc import Callable

#: Crockford's: no letter that is read as a digit, none that makes a word.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OILU", "011V")
CODE_LENGTH, _GROUP = 12, 4


def protocol_words(number: int, fraction: int) -> str:
    """`465` or `465/1`, as it stands before "Prot."."""
    return f"{number}/{fraction}" if fraction else str(number)


def check_code(choose: Callable[[str], str]) -> str:
    """A new code such as `7KQ2-M0XA-93TB`: 60 bits, each sign drawn by `choose`, so that who holds no letter guesses none."""
    signs = "".join(choose(ALPHABET) for _place in range(CODE_LENGTH))
    return "-".join(signs[start : start + _GROUP] for start in range(0, CODE_LENGTH, _GROUP))


def read_code(typed: str) -> str | None:
    """The code as we write it, from what somebody typed in their way; None for what is none."""
    signs = "".join(sign for sign in typed.upper().translate(_READ_AS) if sign not in " -–.")
    if len(signs) != CODE_LENGTH or not set(signs) <= set(ALPHABET):
        return None
    typed_signs = iter(signs)
    return check_code(lambda _alphabet: next(typed_signs))
