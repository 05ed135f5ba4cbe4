"""Pictures of scanners in JBIG2 (ITU-T T.88, 7.2): pieces one after another, of which some are words for nobody who looks at the picture."""

from shared.files.refused import RefusedFileError

#: A piece that says something besides: a comment, or what only its maker knows.
_EXTENSION = 62
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
        if kind != _EXTENSION:
            kept.append(said[at:end])
        at = end
    return b"".join(kept)


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
