"""Pictures of scanners without what nobody sees who looks at them: JBIG2 (ITU-T T.88, 7.2) is pieces one after another, of which some are
words; behind the end of a fax anything may stand.
"""

import re

from shared.files.refused import RefusedFileError

#: Pieces that are painted or needed for it; others say something besides: a comment, or what only its maker knows.
_PAINTED = frozenset((0, 4, 6, 7, 16, 20, 22, 23, 36, 38, 39, 40, 42, 43, 48, 49, 50, 51, 53))
#: What ends a fax (ITU-T T.6, 2.4.1.1; T.4, 4.1.4): ends of lines with nothing between, by whether a bit tells how the next is written.
_END = {-1: re.compile("(?:0{11}1){2}"), 0: re.compile("(?:0{11,18}1){2,6}"), 1: re.compile("(?:0{11,18}1[01]){2,6}")}
_LENGTH_UNKNOWN = 0xFFFFFFFF
#: Bytes of the shortest head of a piece: what is left behind the last is none, as a line's end that some writers put there.
_SHORTEST = 11


def without_words(said: bytes) -> bytes:
    """The pieces that are painted. Raises `RefusedFileError` for what is cut off."""
    kept, at = [], 0
    while at + _SHORTEST <= len(said):
        kind, begin, length = _piece(said, at)
        end = len(said) if length == _LENGTH_UNKNOWN else begin + length
        if end > len(said):
            raise RefusedFileError("file_broken")
        if kind in _PAINTED:
            kept.append(said[at:end])
        at = end
    return b"".join(kept)


def until_its_end(said: bytes, kind: int) -> bytes:
    """Of CCITT, `kind` as `/K` says it: bytes until the sign of its end, which stands nowhere else; all of one that ends without."""
    bits = f"{int.from_bytes(said, 'big'):0{len(said) * 8}b}"
    found = _END[(kind > 0) - (kind < 0)].search(bits)
    return said[: -(-found.end() // 8)] if found else said


def _piece(said: bytes, at: int) -> tuple[int, int, int]:
    """(kind, where its content begins, how long that is)."""
    number, flags, many = int.from_bytes(said[at : at + 4], "big"), said[at + 4 : at + 5], said[at + 5 : at + 6]
    count, place = many[0] >> 5, at + 6
    if count == 7:
        count = int.from_bytes(said[at + 5 : at + 9], "big") & 0x1FFFFFFF
        place = at + 9 + (count + 8) // 8
    place += count * (1 if number <= 256 else 2 if number <= 65_536 else 4)
    place += 4 if flags[0] & 0x40 else 1
    return flags[0] & 0x3F, place + 4, int.from_bytes(said[place : place + 4], "big")
