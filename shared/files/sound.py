"""A sound (ISO 14496-12) without what is said of it. Who speaks stands in its title, its comment and the picture of its cover, and none of this is heard.

What is left out is written over where it lies, as room that is free: the sound itself is found by its place in the file.
"""

from shared.files.refused import RefusedFileError

_HEAD = 8
#: Boxes that hold others, and those of which a sound is made. Whatever is not here is left out.
_HOLD = frozenset((b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl", b"mvex", b"moof", b"traf"))
_MADE_OF = frozenset(
    b"ftyp mdat mvhd tkhd elst mdhd hdlr smhd dref stsd stts stsc stsz stz2 stco co64 sgpd sbgp stss trex mehd mfhd tfhd tfdt trun sidx".split()
)
#: Bytes of a `dref` that names no other file; where in a `hdlr` its kind stands, and where its name begins.
_OWN_DATA, _KIND, _NAME = 28, 16, 32


def untagged(content: bytes) -> bytes:
    """The same file in the same length. Raises `RefusedFileError` for one that shows or writes something besides."""
    bare = bytearray(content)
    _walk(bare, 0, len(bare))
    return bytes(bare)


def _walk(bare: bytearray, at: int, end: int) -> None:
    while end - at >= _HEAD:
        kind, (size, head) = bytes(bare[at + 4 : at + 8]), _measured(bare, at, end)
        if kind in _HOLD:
            _walk(bare, at + head, at + size)
        elif kind not in _MADE_OF:
            bare[at + 4 : at + 8] = b"free"
            bare[at + head : at + size] = bytes(size - head)
        elif kind == b"hdlr":
            _only_sound(bare, at, size)
        elif kind == b"dref" and size != _OWN_DATA:
            raise RefusedFileError("file_active")
        at += size
    bare[at:end] = bytes(end - at)


def _measured(bare: bytearray, at: int, end: int) -> tuple[int, int]:
    """Bytes of a box, and of its head."""
    size, head = int.from_bytes(bare[at : at + 4], "big"), _HEAD
    if size == 1:
        size, head = int.from_bytes(bare[at + 8 : at + 16], "big"), 2 * _HEAD
    elif size == 0:
        size = end - at
    if not head <= size <= end - at:
        raise RefusedFileError("file_broken")
    return size, head


def _only_sound(bare: bytearray, at: int, size: int) -> None:
    if bare[at + _KIND : at + _KIND + 4] != b"soun" or size < _NAME:
        raise RefusedFileError("file_not_only_sound")
    bare[at + _NAME : at + size] = bytes(size - _NAME)
